package dev.framelot.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.framelot.frame.FrameFault.Reason;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClaimRootsTest {
    private static final ClaimRoots ROOTS = new ClaimRoots(List.of(
            URI.create("file:///data/frames/"), URI.create("https://store.example/bucket/frames"), URI.create("http://store.example:8080/")));

    @ParameterizedTest
    @ValueSource(strings = {
        "file:///data/frames/1.jpg",
        "file:/data/frames/line-1/a%20b.jpg",
        "https://store.example/bucket/frames/1.jpg",
        "https://STORE.example:443/bucket/frames/a/b.jpg?X-Amz-Signature=ab%2Fcd&X-Amz-Expires=60",
        "http://store.example:8080/any/thing",
        "http://store.example:8080/line;v=1/1.jpg;2"
    })
    void whatLiesBelowARootIsAllowed(String uri) throws ClaimException {
        assertThat(ROOTS.check(uri).uri()).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "file:///etc/passwd",
        "file:///data/frames",
        "file:///data/frames-of-others/1.jpg",
        "file:///data/frames/../secret.jpg",
        "file:///data/frames/./1.jpg",
        "file:///data/frames/%2e%2e/secret.jpg",
        "file:///data/frames/..%2fsecret.jpg",
        "file:///data/frames/a%00.jpg",
        "file:///data/frames/%252e%252e/x.jpg",
        "file://server/data/frames/1.jpg",
        "file:///data/frames/1.jpg?x",
        "file:relative.jpg",
        "/data/frames/1.jpg",
        "1.jpg",
        "",
        "no address at all",
        "https://store.example/bucket/framesque/1.jpg",
        "https://store.example/bucket/frames/../other/1.jpg",
        "https://store.example/bucket/frames/..;/other/1.jpg",
        "https://store.example/bucket/frames/..;x=1/other/1.jpg",
        "https://store.example/bucket/frames/..%3B/other/1.jpg",
        "https://store.example/bucket/frames/.;/1.jpg",
        "https://store.example/bucket/frames/;x/1.jpg",
        "https://store.example/bucket/frames/;",
        "https://store.example/bucket/frames//1.jpg",
        "https://store.example/bucket/frames/a\\1.jpg",
        "https://store.example:444/bucket/frames/1.jpg",
        "http://store.example/bucket/frames/1.jpg",
        "https://user@store.example/bucket/frames/1.jpg",
        "https://store.example@evil.example/bucket/frames/1.jpg",
        "https://store.example.evil.example/bucket/frames/1.jpg",
        "https://store.example#/bucket/frames/1.jpg",
        "http://169.254.169.254/latest/meta-data/iam",
        "http://localhost:8080/1.jpg",
        "http://[::1]:8080/1.jpg",
        "ftp://store.example/bucket/frames/1.jpg",
        "jar:file:///data/frames/a.jar!/1.jpg",
        "gopher://store.example:8080/_x"
    })
    void anythingElseIsForbiddenFromItsAddressAlone(String uri) {
        ClaimException refused = catchThrowableOfType(ClaimException.class, () -> ROOTS.check(uri));
        assertThat(refused).as(uri).isNotNull();
        assertThat(refused.fault().reason()).isEqualTo(Reason.REF_FORBIDDEN);
        assertThat(refused.mayPass()).isFalse();
    }

    @Test
    void withoutRootsNothingIsAllowed() {
        assertThat(catchThrowableOfType(ClaimException.class, () -> new ClaimRoots(List.of()).check("https://store.example/1.jpg")))
                .hasMessageContaining("there are no roots: set claim-check.roots");
    }
}
