package dev.framelot.config;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/** Frames that are cut into tiles, and those whose records only refer to their image. */
final class LargeFramesSection {
    private final GivenSettings given;

    LargeFramesSection(GivenSettings given) {
        this.given = given;
    }

    SlicingSettings slicing() {
        slicingFits();
        return new SlicingSettings(
                slicingAbove(),
                given.get(SettingsCatalogue.SLICING_TILE),
                given.get(SettingsCatalogue.SLICING_OVERLAP),
                given.get(SettingsCatalogue.SLICING_MAX_TILES),
                given.get(SettingsCatalogue.SLICING_MAX_PIXELS),
                given.get(SettingsCatalogue.SLICING_WHOLE_BYTES));
    }

    /** @param foldersMustExist false for commands that may run elsewhere */
    ClaimCheckSettings claimCheck(boolean foldersMustExist) {
        rootsExist(foldersMustExist);
        return new ClaimCheckSettings(
                claimRoots(),
                Math.toIntExact(given.get(SettingsCatalogue.CLAIM_MAX_BYTES)),
                given.get(SettingsCatalogue.CLAIM_TIMEOUT),
                given.get(SettingsCatalogue.CLAIM_ATTEMPTS),
                given.get(SettingsCatalogue.CLAIM_FETCHERS),
                given.get(SettingsCatalogue.CLAIM_LOOPBACK));
    }

    private OptionalLong slicingAbove() {
        Long above = given.get(SettingsCatalogue.SLICING_ABOVE);
        return above == null ? OptionalLong.empty() : OptionalLong.of(above);
    }

    private List<URI> claimRoots() {
        List<URI> roots = given.get(SettingsCatalogue.CLAIM_ROOTS);
        return roots == null ? List.of() : roots;
    }

    private void slicingFits() {
        double overlap = given.get(SettingsCatalogue.SLICING_OVERLAP);
        long most = given.get(SettingsCatalogue.SLICING_MAX_PIXELS);
        if (overlap > 0.5) {
            given.wrong(SettingsCatalogue.SLICING_OVERLAP, "must be at most 0.5, or tiles overlap with more than their neighbours", "Lower it");
        }
        if (slicingAbove().isPresent() && slicingAbove().getAsLong() >= most) {
            given.wrong(SettingsCatalogue.SLICING_ABOVE, "must be below slicing.max-pixels = " + most + ", or no frame is ever cut", "Lower it, or raise the other");
        }
    }

    private void rootsExist(boolean foldersMustExist) {
        boolean loopback = given.get(SettingsCatalogue.CLAIM_LOOPBACK);
        for (URI root : claimRoots()) {
            if (!"file".equalsIgnoreCase(root.getScheme())) {
                if (!loopback && Loopback.is(root.getHost())) {
                    given.wrong(SettingsCatalogue.CLAIM_ROOTS, "names this machine (" + root.getHost() + "), which is refused", "Set claim-check.loopback to true if that is meant");
                }
            } else if (foldersMustExist && !Files.isDirectory(Path.of(root))) {
                given.wrong(SettingsCatalogue.CLAIM_ROOTS, "names " + Path.of(root) + ", which is no folder here", "Make it, or name another");
            }
        }
        if (given.get(SettingsCatalogue.FRAME_FORMAT) == FrameSettings.Format.IMAGE && !claimRoots().isEmpty()) {
            given.wrong(SettingsCatalogue.CLAIM_ROOTS, "is of no use while frame.format = image: such records can't refer to anything", "Remove it, or set frame.format to avro");
        }
    }
}
