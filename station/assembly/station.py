"""From configuration to station: the only file that names a driver."""

from __future__ import annotations

from contextlib import ExitStack
from functools import partial
from typing import TYPE_CHECKING, TypeVar

import config as configuration
from config.scales import wrong_settings
from station.assembly import sync as line
from station.assembly.first_record import fill_record
from station.assembly.rules import keeper_rules, weigh_rules
from station.clock import Clock
from station.core.weighing.defects import ScaleExpected, ScaleJudge
from station.record.writer import Store
from station.runtime.backup_thread import BackupRules, Nightly
from station.runtime.device_threads import Devices
from station.runtime.lane_thread import Keeper
from station.service import Links, Station

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path
    from typing import Any, TextIO

    from config import Config
    from hardware.camera import CameraJudge, FoundCamera
    from hardware.contract import Camera, Reader, Scale, Weight
    from hardware.scales import WatchedScale
    from hardware.scales.detection.probe import Found
    from hardware.simulated.camera.hard_scenes import HardFrame
    from hardware.simulated.camera.parcels import SimulatedParcel
    from hardware.simulated.scale.simulated_scale import SimulatedScale
    from hardware.simulated.table import SimulatedTable
    from station.tracking_server import EmbeddedServer

S = TypeVar("S")


def store_path(config: Config) -> Path:
    """The file of the record."""
    return config.station.data_dir / "station.db"


def backup_rules(config: Config) -> BackupRules:
    """Of the nightly backups."""
    folder = config.station.backup_dir or config.station.data_dir / "backups"
    return BackupRules(folder, config.station.backup_keep, config.station.backup_at)


def open_camera(config: Config) -> Camera:
    """The configured camera, not opened yet."""
    from hardware.camera import open_camera as of_source

    c = config.camera
    return of_source(c.source, c.width, c.height, c.fps, c.stall_s, c.loop)


def find_cameras() -> list[FoundCamera]:
    """The cameras of this machine."""
    from hardware.camera import find

    return find()


def camera_judge(config: Config, every_s: float = 1.0) -> CameraJudge:
    """What tells whether the configured camera's pictures can be read; `every_s`: between two that it measures."""
    from hardware.camera import Asked, CameraJudge, is_live

    c = config.camera
    return CameraJudge(Asked(c.width, c.height, live=is_live(c.source)), every_s)


def scale_judge(config: Config, every_s: float = 0.5) -> ScaleJudge:
    """What tells whether the configured scale can be weighed with, judged every so many seconds."""
    unit = config.scale.settings.get("unit")
    return ScaleJudge(ScaleExpected(weigh_rules(config, 0.0), None if unit is None else str(unit)), every_s)


def camera_measures(pixels: Any) -> tuple[float, float]:
    """Focus (variance of the Laplacian) and brightness (mean grey level, 0 to 255) of a picture."""
    from hardware.camera import brightness, focus

    return focus(pixels), brightness(pixels)


def save_picture(pixels: Any, path: Path) -> None:
    """Write a picture in the format of the file's suffix. ValueError for another suffix, OSError from the disk."""
    from hardware.camera import save_picture as save

    save(pixels, path)


def open_reader(config: Config | None = None, *, thorough: bool = False, steady: bool = True) -> Reader:
    """The barcode reader: `thorough` for still files, `steady` for the frames of one camera or video in their order."""
    from hardware.reading import LabelReader, SteadyReader
    from station.core.choose import claim

    engines = config.reader.engines if config is not None else ("zxing", "zbar")
    reader = LabelReader(engines, "thorough" if thorough else "quick", claim)
    return SteadyReader(reader, claim) if steady and not thorough else reader


def read_picture(path: Path) -> Any:
    """The pixels of a picture file; DeviceError in words when it is none."""
    from hardware.images.pictures import load_picture

    return load_picture(path)


def pictures_of(folder: Path) -> list[Path]:
    """The picture files of a folder by name; DeviceError when it cannot be listed."""
    from hardware.images import pictures

    return pictures.pictures_of(folder)


def as_grey(pixels: Any) -> Any:
    """A picture as the reader sees it, uint8, height x width; None when it is no picture."""
    from hardware.images import pixels as forms

    return forms.as_grey(pixels)


def c_stderr_silenced() -> AbstractContextManager[None]:
    """Let what C libraries print vanish for the while."""
    from hardware.images import c_stderr as quiet

    return quiet.c_stderr_silenced()


def is_video(path: Path) -> bool:
    """Whether the name is that of a video."""
    from hardware.images import pictures

    return pictures.is_video(path)


def video_frames(path: Path) -> Iterator[tuple[Any, float]]:
    """Every frame of a video and the seconds from its start; DeviceError in words when it is none."""
    from hardware.images import pictures

    return pictures.video_frames(path)


def open_scale(config: Config, heard: Callable[[bytes, float], None] = lambda _data, _at: None) -> Scale:
    """The configured scale, not opened yet; `heard` gets its bytes. ConfigError: its protocol knows no such setting."""
    from hardware.scales import SerialScale

    scale = _configured(config, partial(SerialScale, heard=heard))
    if config.weigh.alibi and not scale.stores:
        words = f"the language {config.scale.protocol} reaches no alibi memory; set it to false"
        raise configuration.ConfigError([configuration.Problem("configuration", "weigh.alibi", words)])
    return scale


def watch_scale(config: Config, record: TextIO | None) -> WatchedScale:
    """As `open_scale`, with every byte counted and written to `record`."""
    from hardware.scales import WatchedScale

    return _configured(config, partial(WatchedScale, record=record))


def _configured(config: Config, scale: Callable[..., S]) -> S:
    wrong = wrong_settings(config.scale.protocol, config.scale.settings)
    if problems := [configuration.Problem("configuration", f"scale.settings.{key}", cure) for key, cure in wrong]:
        raise configuration.ConfigError(problems)
    try:
        return scale(config.scale.port, **config.scale.model_dump(exclude={"enabled", "port"}))
    except ValueError as error:
        raise configuration.ConfigError(
            [configuration.Problem("configuration", "scale.settings", str(error))]
        ) from None


def detect_scales(ports: Sequence[str], progress: Callable[[str, str], None]) -> Iterator[Found]:
    """What stands at each port, of this machine when none is named; `progress` gets port and words, from threads."""
    from hardware.scales.detection.probe import look_at_all

    return look_at_all(ports, progress)


def what_scale_sends(config: Config, data: bytes) -> str:
    """What bytes that were not understood may be, and how to find out; empty: there are none."""
    from hardware.scales.detection.detect import what_it_looks_like

    return what_it_looks_like(config.scale.port, config.scale.protocol, data)


def decode_scale(protocol: str, chunks: Sequence[bytes], settings: dict[str, Any]) -> list[Weight]:
    """What a scale's bytes say."""
    from hardware.scales import decode

    return decode(protocol, chunks, settings)


def station(config: Config) -> Station:
    """The station that a configuration describes. StoreError when the record cannot be opened."""
    camera = open_camera(config) if config.camera.enabled else None
    scale = open_scale(config) if config.scale.enabled else None
    return assemble(config, camera, scale)


def assemble(config: Config, camera: Camera | None, scale: Scale | None, rearm_s: float = 0.3) -> Station:
    """Everything but the devices; a simulated run and a real one differ above this line alone."""
    reader = open_reader(config)
    client = line.centre_client(config) if config.sync.enabled else None
    store = Store.open(store_path(config), config.station.id)
    with ExitStack() as unless_made:
        unless_made.callback(store.close)
        keeper = Keeper(store, keeper_rules(config, rearm_s), Clock(), config.station.data_dir / "incoming")
        made = Station(
            config.station.id,
            _devices(config, camera, reader, scale),
            keeper,
            Links(
                line.sync_loop(config, keeper, client) if client is not None else None,
                line.peers(config, store_path(config)),
                line.downlink(config, keeper),
            ),
            tuple(configuration.dump(config)),
            sound=config.screen.sound,
            theme=config.screen.theme,
        )
        made.keep_backups(Nightly(store.path, backup_rules(config)))
        made.answer_status(config.station.data_dir)
        unless_made.pop_all()
    return made


def _devices(config: Config, camera: Camera | None, reader: Reader, scale: Scale | None) -> Devices:
    """The devices, and what judges them."""
    warning = getattr(reader, "words", None)
    return Devices(camera, reader, scale, _focus, warning, camera_judge(config), scale_judge(config))


def _focus(pixels: Any) -> float:
    return camera_measures(pixels)[0]


def simulated_table(seed: int, rate: float, link: Path | None = None) -> SimulatedTable:
    """A simulated camera and scale over one spot."""
    from hardware.simulated.table import SimulatedTable

    return SimulatedTable(seed, rate, link)


def embedded_server(folder: Path, token: str) -> EmbeddedServer:
    """The tracking server in this process, on this machine only, with its record in `folder`."""
    from station.tracking_server import EmbeddedServer

    return EmbeddedServer(folder / "centre.db", token)


def simulated_scale(**settings: Any) -> SimulatedScale:
    """A scale that speaks its protocol on a pseudo-terminal or a TCP port."""
    from hardware.simulated.scale.simulated_scale import SimulatedScale

    return SimulatedScale(**settings)


def simulated_parcels(seed: int) -> Iterator[SimulatedParcel]:
    """An endless mix of cross-border parcels, the same for the same seed."""
    from hardware.simulated.camera.parcels import make_parcels

    return make_parcels(seed)


def hard_strata() -> tuple[str, ...]:
    """What makes a frame hard, by name; `usual` alone is not hard."""
    from hardware.simulated.camera.hard_scenes import STRATA

    return STRATA


def hard_parcels(stratum: str, count: int, seed: int, *, passing: bool) -> Iterator[Sequence[HardFrame]]:
    """The frames of each of `count` parcels: one of each, or the five of its passing."""
    from hardware.simulated.camera import hard_scenes

    if passing:
        return iter(hard_scenes.passing(stratum, count, seed))
    return ([frame] for frame in hard_scenes.hard_frames(stratum, count, seed))


def simulated_station(config: Config, table: SimulatedTable, holds: Sequence[str] = ()) -> Station:
    """The station over a simulated table whose scale is plugged in. A new record gets the example plan; `holds` are ids
    that customs wants to see.
    """
    scale = open_scale(config.model_copy(update={"scale": config.scale.model_copy(update={"port": table.scale.port})}))
    fill_record(store_path(config), config.station.id, holds)
    return assemble(config, table.camera, scale, table.rearm_s)
