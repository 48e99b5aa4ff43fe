package dev.framelot.claim;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Where images may lie: folders, and origins with a path. Says so from the address alone, without asking a file system or a name server. */
public final class ClaimRoots {
    private final List<URI> roots;

    /** @param roots absolute {@code file:}, {@code http:} or {@code https:} addresses; empty: nothing is allowed */
    public ClaimRoots(List<URI> roots) {
        this.roots = List.copyOf(roots);
    }

    /** An address below a root. @param root the one that allows it */
    record Allowed(URI uri, URI root) {
        boolean isFile() {
            return uri.getScheme().equalsIgnoreCase("file");
        }
    }

    /** @throws ClaimException it lies below no root, or is written so that it might not */
    Allowed check(String text) throws ClaimException {
        URI uri;
        try {
            uri = new URI(new URI(text).toASCIIString());
        } catch (URISyntaxException malformed) {
            throw ClaimException.forbidden("the reference is no address: " + malformed.getReason());
        }
        if (uri.getScheme() == null || uri.isOpaque() || uri.getRawPath() == null || uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
            throw ClaimException.forbidden(
                    "the reference must be an address with a scheme and a path and without user or fragment, such as https://store/frames/1.jpg or file:///data/1.jpg");
        }
        if (climbs(uri.getRawPath())) {
            throw ClaimException.forbidden("the reference has '..', '.', an empty step (also before ';'), a backslash, or an encoded slash, dot or zero in its path; write it plainly");
        }
        for (URI root : roots) {
            if (isBelow(uri, root)) {
                return new Allowed(uri, root);
            }
        }
        throw ClaimException.forbidden(uri.getScheme() + (uri.getHost() == null ? "" : "://" + uri.getHost()) + " with that path is "
                + (roots.isEmpty() ? "not allowed, as there are no roots: set claim-check.roots to where images may lie" : "below none of the roots allowed (claim-check.roots)"));
    }

    /** Some servers cut a step at ';' before they look at it, so that {@code ..;x} climbs too. */
    private static boolean climbs(String rawPath) {
        String lower = rawPath.toLowerCase(java.util.Locale.ROOT);
        if (lower.contains("%2f") || lower.contains("%5c") || lower.contains("%00") || lower.contains("%2e") || lower.contains("%25") || lower.contains("\\")) {
            return true;
        }
        String[] steps = lower.replace("%3b", ";").split("/", -1);
        for (int i = 1; i < steps.length; i++) {
            boolean last = i == steps.length - 1;
            String step = steps[i].split(";", 2)[0];
            if (step.equals("..") || step.equals(".") || step.isEmpty() && !(last && steps[i].isEmpty())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isBelow(URI uri, URI root) {
        if (!uri.getScheme().equalsIgnoreCase(root.getScheme())) {
            return false;
        }
        if (uri.getScheme().equalsIgnoreCase("file")) {
            boolean here = uri.getRawAuthority() == null && uri.getRawQuery() == null;
            Path folder = path(root);
            return here && path(uri).startsWith(folder) && !path(uri).equals(folder);
        }
        if (uri.getHost() == null || !uri.getHost().equalsIgnoreCase(root.getHost()) || port(uri) != port(root)) {
            return false;
        }
        String below = root.getRawPath() == null || root.getRawPath().isEmpty() ? "/" : root.getRawPath();
        return uri.getRawPath().startsWith(below.endsWith("/") ? below : below + "/");
    }

    static Path path(URI file) {
        return Path.of(URLDecoder.decode(file.getRawPath().replace("+", "%2B"), StandardCharsets.UTF_8));
    }

    static int port(URI http) {
        return http.getPort() >= 0 ? http.getPort() : http.getScheme().equalsIgnoreCase("https") ? 443 : 80;
    }
}
