"""Tar archives, read with care for what a broken or hostile one says of itself."""

from __future__ import annotations

import tarfile
from tarfile import EOFHeaderError  # type: ignore[attr-defined]  # not in the stubs
from typing import Self

from simulator.batch.spool import TooMuchError

_LONGEST_HEADER = 1 << 20


class _CarefulTarInfo(tarfile.TarInfo):
    """A member's header, of bounded length: `tarfile` reads long ones into memory whole, as long as they say they are."""

    @classmethod
    def fromtarfile(cls, tarfile: tarfile.TarFile) -> Self:
        try:
            return super().fromtarfile(tarfile)
        except EOFHeaderError:
            if isinstance(tarfile, CarefulTar):
                tarfile.came_to_its_end = True
            raise

    def _proc_member(self, tar: tarfile.TarFile) -> tarfile.TarInfo:
        long_headers = (
            tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.SOLARIS_XHDTYPE, tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK
        )  # fmt: skip
        if self.type in long_headers and self.size > _LONGEST_HEADER:
            raise TooMuchError("a header in it is beyond the bound")
        return super()._proc_member(tar)  # type: ignore[misc,no-any-return]  # made to be overridden, not in the stubs


class CarefulTar(tarfile.TarFile):
    """A tar that knows whether its closing mark was met: at a damaged header the stock one stops without a word."""

    tarinfo = _CarefulTarInfo
    came_to_its_end = False
    members: list[tarfile.TarInfo]
