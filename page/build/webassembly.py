"""From kernels to one WebAssembly module: Numba types and lowers them, LLVM optimises, zig links.

Every step is documented behaviour of its tool.  Numba runs with all optimisation off, so that the text it makes of a
kernel knows nearly nothing of this machine; then the text gets the target wasm32, and the two calls that only threads
need become nothing.  Compiled from this text, with the same flags on every machine, the bytes are always the same.
"""

import re
import subprocess
import sys

LAYOUT = "e-m:e-p:32:32-p10:8:8-p20:8:8-i64:64-i128:128-n32:64-S128-ni:1:10:20"
TRIPLE = "wasm32-unknown-unknown"
HEADER = f'target datalayout = "{LAYOUT}"\ntarget triple = "{TRIPLE}"\n'
FEATURES = "+simd128,+bulk-memory,+nontrapping-fptoint,+sign-ext,+mutable-globals"
STACK = 256 * 1024


def lowered(kernel, types):
    """(LLVM text of a kernel for these types of arguments and all it calls, not optimised; the kernel's symbol)."""
    kernel.targetoptions["no_cpython_wrapper"] = True  # no entry from Python
    kernel.compile(types)
    signature = kernel.signatures[-1]
    return kernel.inspect_llvm(signature), kernel.overloads[signature].fndesc.llvm_func_name


def adapted(text):
    """The text for wasm32."""
    text = re.sub(r"^target datalayout = .*$", f'target datalayout = "{LAYOUT}"', text, flags=re.M)
    text = re.sub(r"^target triple = .*$", f'target triple = "{TRIPLE}"', text, flags=re.M)
    # Threads wait for each other with these; here there is one.
    for name, function in (("pause", r"@llvm\.x86\.sse2\.pause"), ("nap", "@usleep")):
        nothing = rf"define internal void @{name}(\1) {{ ret void }}"
        text = re.sub(rf"^declare void {function}\((.*)\).*$", nothing, text, flags=re.M)
        text = re.sub(rf"{function}\(", f"@{name}(", text)
    # The C library's roots are calls; the processor's are as exact.
    text = re.sub(
        r"^declare (double|float) @(sqrtf?)\(.*$",
        lambda m: f"declare {m[1]} @llvm.sqrt.f{32 if m[1] == 'float' else 64}({m[1]})\n"
        f"define internal {m[1]} @root_{m[1]}({m[1]} %x) alwaysinline {{\n"
        f"  %r = call {m[1]} @llvm.sqrt.f{32 if m[1] == 'float' else 64}({m[1]} %x)\n  ret {m[1]} %r\n}}",
        text, flags=re.M,
    )  # fmt: skip
    text = text.replace("@sqrt(", "@root_double(").replace("@sqrtf(", "@root_float(")
    text = re.sub(r"= linkonce global ptr inttoptr \(i64 \d+ to ptr\)", "= internal global ptr null", text)
    return without_masks(text)


def without_masks(text):
    """Masked loads as loads of all lanes, of which some are kept: no memory behind an array is out of bounds here."""

    def load(match):
        kind, name, bits = match[1], match[2], re.sub("float|double", "i1", match[1])
        return (
            f"define internal {kind} @masked_load_{name}(ptr %p, {bits} %m, {kind} %o) alwaysinline {{\n"
            f"  %v = load {kind}, ptr %p, align {4 if 'float' in kind else 8}\n"
            f"  %r = select {bits} %m, {kind} %v, {kind} %o\n  ret {kind} %r\n}}"
        )

    declared = r"^declare (<\d+ x (?:float|double)>) @llvm\.masked\.load\.(v\w+)\.p0\(.*$"
    text = re.sub(declared, load, text, flags=re.M)
    return re.sub(r"(@)llvm\.masked\.load\.(v\w+)\.p0\((ptr [^,]+), i32 \d+, ", r"\1masked_load_\2(\3, ", text)


def entry(name, symbol, kinds):
    """``i32 name(ptr words, ptr result)``: calls the kernel with arguments in 8-byte words, as Numba flattens them."""
    lines, values = [], []
    for k, kind in enumerate(kinds):
        lines.append(f"  %p{k} = getelementptr i64, ptr %words, i32 {k}")
        if kind == "ptr":
            lines += [f"  %w{k} = load i32, ptr %p{k}", f"  %v{k} = inttoptr i32 %w{k} to ptr"]
        else:
            lines.append(f"  %v{k} = load {kind}, ptr %p{k}")
        values.append(f"{kind} %v{k}")
    call = f'  %status = call i32 @"{symbol}"(ptr %result, ptr %error, {", ".join(values)})'
    body = "\n".join(["  %error = alloca ptr", *lines, call, "  ret i32 %status"])
    declared = f'declare i32 @"{symbol}"(ptr, ptr, {", ".join(kinds)})'
    return f"define i32 @{name}(ptr %words, ptr %result) {{\n{body}\n}}\n{declared}\n"


def linked(kernels):
    """One LLVM module of [(name, kernel, types)]: only the entries can be seen from outside.

    What several kernels call has one name in all of them, and is there once: `forward` for training and single passes.
    """
    from llvmlite import binding as llvm

    whole = llvm.parse_assembly(HEADER)
    for name, kernel, types in kernels:
        text, symbol = lowered(kernel, types)
        module = llvm.parse_assembly(adapted(text))
        kinds = [str(argument.type) for argument in module.get_function(symbol).arguments][2:]
        module.link_in(llvm.parse_assembly(HEADER + entry(name, symbol, kinds)))
        for part in (*module.functions, *module.global_variables):
            if part.linkage == llvm.Linkage.external and not part.is_declaration and part.name != name:
                part.linkage = "linkonce_odr"  # the kernel itself may be called by another
        whole.link_in(module)
    entries = {name for name, _, _ in kernels}
    for part in (*whole.functions, *whole.global_variables):
        if not part.is_declaration and part.name not in entries:
            part.linkage = "internal"
    return whole


def build(kernels, folder):
    """The bytes of the WebAssembly module of [(name, kernel, types)]; ``folder`` takes the steps between."""
    from llvmlite import binding as llvm

    llvm.initialize_all_targets()
    llvm.initialize_all_asmprinters()
    whole = linked(kernels)
    target = llvm.Target.from_triple(TRIPLE)
    machine = target.create_target_machine(opt=3, features=FEATURES, reloc="static", codemodel="default")
    tuning = llvm.create_pipeline_tuning_options(speed_level=3)
    tuning.loop_vectorization = tuning.slp_vectorization = tuning.loop_interleaving = True
    tuning.loop_unrolling = False  # an eighth of the size, and no speed
    builder = llvm.create_pass_builder(machine, tuning)
    builder.getModulePassManager().run(whole, builder)
    left = sorted(f.name for f in whole.functions if f.is_declaration and not f.name.startswith("llvm."))
    if left:
        raise RuntimeError(f"the kernels call functions that WebAssembly does not have: {', '.join(left)}")
    (folder / "kernels.o").write_bytes(machine.emit_object(whole))
    exported = [f"--export={name}" for name in (*(name for name, _, _ in kernels), "__heap_base")]
    flags = ["-O3", "--no-entry", "--strip-all", "--gc-sections", "-z", f"stack-size={STACK}"]
    files = [folder / "kernels.o", "-o", folder / "kernels.wasm"]
    subprocess.run([sys.executable, "-m", "ziglang", "wasm-ld", *flags, *exported, *files], check=True)
    return (folder / "kernels.wasm").read_bytes()
