# Every target makes its own virtual environment on first use; PYTHON names another interpreter.
PYTHON ?= python3
BIN = .venv/bin
RUN = $(BIN)/numnet

.PHONY: demo test test-slow test-extras test-numba test-numba-next fuzz mutations lint wheel docs figures translations tables outputs notebooks test-notebooks rates benchmark benchmark-parts benchmark-scaling test-cudasim test-cuda-host benchmark-cuda benchmark-page bitcode page page-pictures page-films types test-page clean

demo: .venv/installed        ## train on four data sets and draw what came of it
	rm -rf demo
	$(RUN) demo

test: .venv/test-installed   ## the quick tests, warnings as errors
	$(BIN)/python -m pytest -q

test-slow: .venv/page-test-installed
	$(BIN)/python -m pytest -q -m slow

test-cudasim: .venv/cuda-installed  ## the tests of the CUDA kernels, simulated: no GPU needed
	NUMBA_ENABLE_CUDASIM=1 $(BIN)/python -m pytest -q -m cuda tests/cuda/test_training.py tests/training/test_gpu_population.py tests/cuda/test_commands.py

test-cuda-host: .venv/cuda-installed  ## the CUDA kernels as compiled, run on the host, under sanitizers too
	$(BIN)/python -m pip install -q -e '.[cuda-host]'
	$(BIN)/python -m pytest -q -m slow tests/cuda/test_on_host.py

# Numba decides how old Python may be: 0.60 has nothing for 3.13.
test-numba: .venv-lowest/installed .venv-highest/installed  ## with the lowest and the highest versions of setup.cfg: an hour
	for versions in lowest highest; do \
		NUMNET_CACHE_DIR=$(CURDIR)/.venv-$$versions/cache nice -n 19 .venv-$$versions/bin/python -m pytest -q || exit 1; \
	done

# In an environment of its own: pip says that the range of setup.cfg does not hold, which is what this is for.
test-numba-next:             ## the quick tests with the newest Numba, release candidates too
	$(PYTHON) -m venv .venv-numba-next
	.venv-numba-next/bin/python -m pip install -q -e '.[test]'
	.venv-numba-next/bin/python -m pip install -q --pre --upgrade numba
	.venv-numba-next/bin/python -m pytest -q

test-extras: .venv/test-installed   ## the tests that need the packages of the extras, which they install
	$(BIN)/python -m pip install -q -e '.[onnx,parquet,sklearn,tensorboard]' pandas
	$(BIN)/python -m pytest -q tests/export/test_export.py tests/test_sklearn.py numnet/sklearn numnet/export

# Readers of files against whatever may come, SECONDS for each; what breaks one is left in fuzz/crashes.
SECONDS ?= 60
fuzz: .venv/test-installed          ## fuzz the readers of files, a minute each
	$(BIN)/python -m pip install -q -e '.[fuzz]'
	for target in csv_reader model_reader config_reader expressions; do \
		nice -n 19 $(BIN)/python fuzz/run.py $$target $(SECONDS) || exit 1; \
	done

# Faults put into a copy of the package, COUNT of them one after the other; hours for two hundred.
COUNT ?= 40
mutations: .venv/cuda-installed     ## which of COUNT small random faults does no quick test notice?
	$(BIN)/python -m pip install -q -e '.[onnx,sklearn,tensorboard]' pandas
	nice -n 19 $(BIN)/python fuzz/mutations.py --count $(COUNT)

SCHEMA = $(BIN)/check-jsonschema --builtin-schema
lint: .venv/lint-installed   ## the code, the workflows, and the other files that GitHub reads; no network needed
	$(BIN)/ruff check .
	$(BIN)/zizmor --offline --quiet .github
	$(SCHEMA) vendor.github-workflows .github/workflows/*.yml
	$(SCHEMA) vendor.github-issue-forms .github/ISSUE_TEMPLATE/*.yml
	$(SCHEMA) vendor.dependabot .github/dependabot.yml
	$(SCHEMA) vendor.citation-file-format CITATION.cff

# TAG=v0.1.0 fails where that is not the version.
wheel: .venv/bin/python      ## build both packages into dist, install the wheel alone, try it outside the clone
	$(BIN)/python -m tests.wheel --tag "$(TAG)"

SPHINX = $(BIN)/python -m sphinx -q -n -W --keep-going
docs: .venv/docs-installed   ## course and reference as HTML: build/docs/index.html, in Korean build/docs/ko/index.html
	$(SPHINX) docs build/docs
	$(SPHINX) -D language=ko docs build/docs/ko

translations: .venv/test-installed ## bring the catalogues of course and figures up to date, and list what to translate
	$(BIN)/python -m tests.docs.test_translations --write
	$(BIN)/python -m tests.figures.test_language --write

figures: .venv/installed     ## draw the gallery again
	$(BIN)/python figures/make.py
	$(BIN)/python figures/make.py --language ko

tables: .venv/test-installed ## write the tables of the documents again, from what they show
	$(BIN)/python -m tests.docs.test_tables --write

# PAGES=docs/xor.md leaves the other pages alone.
outputs: .venv/test-installed ## write what the documents show of commands and of Python again, as printed now
	$(BIN)/python -m tests.docs.test_outputs --write $(PAGES)

notebooks: .venv/installed   ## write the notebooks of the course again, from its pages
	$(BIN)/python notebooks/make.py

test-notebooks: .venv/test-installed ## run every notebook of the course and of the examples
	$(BIN)/python -m pytest -q -m "slow or not slow" tests/docs/test_notebooks.py

bitcode: .venv-page/installed ## make LLVM's bitcode of all kernels again, after a change of one: a minute
	.venv-page/bin/python -m numnet.warmup bitcode

page: .venv-page/installed types ## build the live page again, numnet/page/index.html: needs node, two minutes
	.venv-page/bin/python page/make.py

page-pictures: .venv/page-test-installed ## pictures of the live page at work, figures/page/*.png: needs Chromium
	$(BIN)/python -m page.pictures

page-films: .venv/page-test-installed ## films of the live page at work, figures/page/*.gif: needs Chromium
	$(BIN)/python -m page.films

types: page/node_modules/installed ## the types of the page's JavaScript: needs node
	cd page && node node_modules/typescript/bin/tsc -p .

IN_BROWSER = tests/page tests/docs/test_html.py
# What fails is tried once more, alone: a browser on a busy machine may keep a test waiting for too long.
test-page: .venv/page-test-installed ## live page and course in a real browser: the system's Chromium, or $$CHROMIUM
	$(BIN)/python -m pytest -q -rs -m "page and not slow" $(IN_BROWSER) \
		|| $(BIN)/python -m pytest -q -m "page and not slow" --last-failed $(IN_BROWSER)

rates: .venv/installed       ## tune every rule on every error surface again
	$(BIN)/python -m numnet.surfaces.rate_tuning

benchmark: .venv/test-installed         ## numnet beside its peers, and first calls: some ten minutes, nothing else running
	$(BIN)/pip install -q -e '.[benchmark]'
	$(BIN)/python benchmarks/run.py

benchmark-parts: .venv/test-installed   ## where the time of an update goes, part by part
	$(BIN)/python benchmarks/parts.py

benchmark-scaling: .venv/test-installed ## time against width, depth, batch, samples and threads, beside sgemm's peak
	$(BIN)/python benchmarks/scaling.py

benchmark-cuda: .venv/cuda-installed    ## numnet beside PyTorch and JAX on one GPU, nothing else running on it
	$(BIN)/pip install -q optax 'torch >= 2.4' 'jax[cuda12]'
	XLA_PYTHON_CLIENT_PREALLOCATE=false $(BIN)/python benchmarks/cuda.py

benchmark-page: page/node_modules/installed ## training in the live page beside TensorFlow Playground, of which PLAYGROUND is a checkout
	node benchmarks/page.mjs $(PLAYGROUND)

# The lowest versions are the bounds in setup.cfg; newer pyparsing warns of what Matplotlib 3.8 does.
.venv-lowest/installed: setup.cfg setup.py pyproject.toml
	$(PYTHON) -m venv --clear .venv-lowest
	sed -n '/^install_requires/,/^$$/s/^    \(.*\) >= \([0-9.]*\),.*/\1==\2/p' setup.cfg > .venv-lowest/lowest.txt
	.venv-lowest/bin/python -m pip install -q -c .venv-lowest/lowest.txt -e '.[test]' 'pyparsing < 3.3'
	touch $@

.venv-highest/installed: setup.cfg setup.py pyproject.toml
	$(PYTHON) -m venv --clear .venv-highest
	.venv-highest/bin/python -m pip install -q -e '.[test]'
	touch $@

# Pinned: the bytes of the page, and of the bitcode, depend on these versions.
.venv-page/installed: page/requirements.txt setup.cfg setup.py pyproject.toml
	$(PYTHON) -m venv --clear .venv-page
	.venv-page/bin/python -m pip install -q -c page/requirements.txt -e . ziglang
	touch $@

page/node_modules/installed: page/package-lock.json
	cd page && npm ci --silent --ignore-scripts
	touch $@

clean:
	rm -rf .venv .venv-lowest .venv-highest .venv-numba-next .venv-page page/node_modules build dist *.egg-info demo

.venv/bin/python:
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install -q --upgrade pip

.venv/installed: .venv/bin/python setup.cfg setup.py pyproject.toml
	$(BIN)/python -m pip install -q -e .
	touch $@

.venv/docs-installed: .venv/installed
	$(BIN)/python -m pip install -q -e '.[docs]'
	touch $@

# With those of the documents: translations are tested, too.
.venv/test-installed: .venv/installed
	$(BIN)/python -m pip install -q -e '.[docs,test]'
	touch $@

.venv/lint-installed: .venv/bin/python setup.cfg
	$(BIN)/python -m pip install -q -e '.[lint]'
	touch $@

.venv/page-test-installed: .venv/test-installed
	$(BIN)/python -m pip install -q -e '.[page]'
	touch $@

.venv/cuda-installed: .venv/test-installed
	$(BIN)/python -m pip install -q -e '.[test,cuda12]'
	touch $@
