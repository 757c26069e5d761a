"""Moving figures: frames of one figure → GIF, MP4 or a strip of film.

What a figure is made of stays; `Animation.draw` moves a few artists to where they are in a frame, and only these are
drawn again, on a copy of all the rest. A 600 x 400 frame takes milliseconds that way.
"""

import base64
import io
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from numnet.figures.drawing import fonts
from numnet.files.output import write_output
from numnet.runs.file_names import FIGURE_MARK

ENDINGS = ("gif", "mp4")
WHO_HAS_PAGES = "; numnet plot training, plot race and trace write pages"
FPS = 20  # frames a second; a GIF counts in hundredths of a second
HOLD = 2.0  # seconds that the last frame stays, before it begins again
MOST_BYTES = 4_000_000
SHRINK, SMALLEST = 0.85, 0.4  # a GIF that is too large is made smaller by this factor at least, down to that
COLORS = 255  # of a GIF; the one left over says "as before"
SAMPLES = 8  # frames that a GIF's palette is made from


@dataclass(repr=False)
class Animation:
    """A figure, and how it looks in each of `count` frames.

    drawing : Figure
    draw : callable
        ``draw(k)`` sets the moving artists to frame k, 0 … count − 1, in any order of k.
    count : int
    moving : sequence of artists
        All that `draw` changes. Empty: everything is drawn afresh in every frame (a camera that turns, axes that
        rescale), which is ten times slower.
    dpi : int
    fps : float
        Frames a second.

    As the value of a notebook's cell it plays, as `numnet.figures.show` plays it.

    >>> from numnet.figures.drawing.style import figure
    >>> drawing = figure(size=(2, 1))
    >>> (line,) = drawing.subplots().plot([0, 1], [0, 1])
    >>> film = Animation(drawing, lambda k: line.set_data([0, 1], [0, k]), count=3, moving=[line], dpi=50)
    >>> [frame.shape for frame in film.frames()]
    [(50, 100, 3), (50, 100, 3), (50, 100, 3)]
    """

    drawing: object
    draw: object
    count: int
    moving: tuple = ()
    dpi: int = 100
    fps: float = FPS

    def __repr__(self):
        return f"<Animation of {self.count} frames>"

    def _repr_html_(self):
        content = base64.b64encode(_gif(self, self.fps, HOLD, MOST_BYTES)).decode()
        return f'<img src="data:image/gif;base64,{content}" alt="a film of {self.count} frames">'

    def frames(self, chosen=None):
        """The frames, or those chosen, one after the other: RGB, uint8 (height, width, 3)."""
        before = self.drawing.canvas, self.drawing.dpi, self.drawing.get_layout_engine()
        canvas = FigureCanvasAgg(self.drawing)
        self.drawing.set_dpi(self.dpi)
        moving = sorted(self.moving, key=lambda artist: artist.zorder)
        try:
            yield from self._frames(canvas, moving, range(self.count) if chosen is None else chosen)
        finally:
            for artist in moving:
                artist.set_animated(False)
            self.drawing.set_layout_engine(before[2] or "none")
            self.drawing.set_dpi(before[1])
            self.drawing.set_canvas(before[0])

    def _frames(self, canvas, moving, chosen):
        fonts.make_readable(self.drawing)
        self._move_to(self.count - 1)
        canvas.draw()  # lays the panels out, once, with everything in its place
        self.drawing.set_layout_engine("none")
        for artist in moving:
            artist.set_animated(True)
        if moving:
            canvas.draw()
            background = canvas.copy_from_bbox(self.drawing.bbox)
        for k in chosen:
            self._move_to(k)
            if moving:
                canvas.restore_region(background)
                for artist in moving:
                    (artist.axes or self.drawing).draw_artist(artist)
            else:
                canvas.draw()
            yield np.asarray(canvas.buffer_rgba())[..., :3].copy()

    def _move_to(self, k):
        with fonts.in_language(), fonts.without_warnings():
            self.draw(k)


def check_ending(path):
    """The ending of an animation's file, without the dot. Raises `ValueError` for another one, and for .mp4 without
    ffmpeg: before any frame is drawn."""
    ending = Path(path).suffix.lower().lstrip(".")
    if ending not in ENDINGS:
        known = ", ".join(f".{name}" for name in ENDINGS) + WHO_HAS_PAGES * (ending == "html")
        raise ValueError(f"can't save an animation as {Path(path).name!r}: the ending must be one of {known}")
    if ending == "mp4" and shutil.which("ffmpeg") is None:
        raise ValueError(f"can't write {Path(path).name!r}: .mp4 needs ffmpeg, which was not found; use .gif")
    return ending


def save_animation(animation, path, fps=None, hold=HOLD, most=MOST_BYTES, progress=None):
    """Writes a GIF (of at most `most` bytes, that repeats) or an MP4, by the ending, whole or not at all; returns path.

    ``animation``: what `training_film`, `race_film` or `anatomy_film` returns; ``fps``: frames a second, by default its
    own; ``hold``: seconds that the last frame stays. ``progress(done, count)`` is called after every frame. Raises
    `TypeError` for what is no film, what `check_ending` raises; `OSError` where the file
    can't be written; `ValueError` for a GIF that can't be made small enough.
    """
    path, ending = Path(path), check_ending(path)
    _check_film("save_animation", animation)
    path.parent.mkdir(parents=True, exist_ok=True)
    fps = animation.fps if fps is None else fps
    content = (_gif if ending == "gif" else _mp4)(animation, fps, hold, most, progress)
    write_output(path, content)
    return path


def _check_film(what, film):
    if not isinstance(film, Animation):
        raise TypeError(f"{what} needs a film (figures.training_film, race_film, anatomy_film); "
                        f"got {type(film).__name__}")  # fmt: skip


def save_strip(animation, path, count=6, columns=3):
    """Writes `count` frames of a film, the first and the last among them, side by side into a PNG; returns path.

    Raises `TypeError` for what is no film.
    """
    _check_film("save_strip", animation)
    chosen = np.unique(np.linspace(0, animation.count - 1, count).round().astype(int))
    frames = list(animation.frames(chosen))
    height, width, _ = frames[0].shape
    columns = min(columns, len(frames))
    sheet = Image.new("RGB", (columns * width, -(-len(frames) // columns) * height), "white")
    for k, frame in enumerate(frames):
        sheet.paste(Image.fromarray(frame), (k % columns * width, k // columns * height))
    content = io.BytesIO()
    about = PngInfo()
    about.add_text("Software", FIGURE_MARK)
    sheet.save(content, "PNG", optimize=True, pnginfo=about)
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    write_output(path, content.getvalue())
    return Path(path)


def _gif(animation, fps, hold, most, progress=None):
    """The bytes of a GIF: all frames in the same colours, drawn smaller if they must be."""
    samples = np.unique(np.linspace(0, animation.count - 1, SAMPLES).round().astype(int))
    palette, frames = Palette(animation.frames(samples)), []
    for frame in animation.frames():
        frames.append(palette.image(frame))
        if progress:
            progress(len(frames), animation.count)
    scale, content = 1.0, _encode(frames, fps, hold)
    while len(content) > most:
        scale *= min(SHRINK, (most / len(content)) ** 0.5)
        if scale < SMALLEST:
            raise ValueError(f"a GIF of {len(frames)} frames is larger than {most} bytes; give it fewer frames")
        content = _encode([_smaller(frame, scale, palette) for frame in frames], fps, hold)
    return content


def _encode(frames, fps, hold):
    steps = [round(100 / fps) * 10] * len(frames)
    steps[-1] += round(1000 * hold)
    content = io.BytesIO()
    how = {"duration": steps, "loop": 0, "optimize": True, "comment": FIGURE_MARK.encode()}
    frames[0].save(content, "GIF", save_all=True, append_images=frames[1:], **how)
    return content.getvalue()


def _smaller(frame, scale, palette):
    size = [round(scale * length) for length in frame.size]
    return palette.image(np.asarray(frame.convert("RGB").resize(size, Image.Resampling.LANCZOS)))


class Palette:
    """The colours of a GIF, the same in all of its frames, so that what does not move does not flicker.

    Half of them are the commonest of some sample frames as they are, so that thin lines keep theirs; the others stand
    for the rest, the shades at edges.
    """

    def __init__(self, samples):
        found, counts = np.unique(np.concatenate([_codes(frame).ravel() for frame in samples]), return_counts=True)
        order = np.argsort(-counts, kind="stable")
        common, rest = found[order[: COLORS // 2]], found[order[COLORS // 2 :]]
        self.colors = _channels(common)
        if len(rest):
            few = Image.fromarray(_channels(rest)[None]).quantize(COLORS - len(common), Image.Quantize.MEDIANCUT)
            self.colors = np.concatenate([self.colors, np.array(few.getpalette(), np.uint8).reshape(-1, 3)])[:COLORS]
        self.index = np.full(1 << 24, COLORS, np.uint8)  # of every colour met so far; COLORS: not met

    def image(self, frame):
        """The frame (height, width, 3) as an image whose pixels are the nearest of the colours."""
        codes = _codes(frame)
        new = np.unique(codes[self.index[codes] == COLORS])
        for part in np.array_split(new, len(new) // 1000 + 1):
            apart = _channels(part)[:, None].astype(np.int32) - self.colors
            self.index[part] = (apart**2).sum(axis=-1).argmin(axis=1)
        image = Image.fromarray(self.index[codes])
        image.putpalette(self.colors.tobytes())
        return image


def _codes(frame):
    """One number a pixel."""
    red, green, blue = np.moveaxis(frame.astype(np.uint32), -1, 0)
    return red << 16 | green << 8 | blue


def _channels(codes):
    return np.stack([codes >> 16 & 255, codes >> 8 & 255, codes & 255], axis=-1).astype(np.uint8)


def _mp4(animation, fps, hold, most, progress):
    """The bytes of an MP4 that every browser plays: H.264, even sizes, the last frame repeated for `hold` seconds."""
    height, width, _ = next(animation.frames([0])).shape
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "film.mp4"
        words = f"ffmpeg -loglevel error -y -f rawvideo -pix_fmt rgb24 -s {width}x{height} -r {fps} -i -".split()
        words += "-vf crop=trunc(iw/2)*2:trunc(ih/2)*2 -c:v libx264 -crf 20 -pix_fmt yuv420p".split()
        words += ["-metadata", f"comment={FIGURE_MARK}"]
        with subprocess.Popen([*words, str(target)], stdin=subprocess.PIPE, stderr=subprocess.PIPE) as ffmpeg:
            try:
                for done, frame in enumerate(animation.frames(), 1):
                    ffmpeg.stdin.write(frame.tobytes() * (1 + round(hold * fps) * (done == animation.count)))
                    if progress:
                        progress(done, animation.count)
                ffmpeg.stdin.close()
            except OSError:  # it has ended: what it said is below
                pass
            said = ffmpeg.stderr.read().decode(errors="replace").strip()
        if ffmpeg.returncode:
            raise OSError(f"ffmpeg could not write the film: {said.splitlines()[-1] if said else ffmpeg.returncode}")
        return target.read_bytes()
