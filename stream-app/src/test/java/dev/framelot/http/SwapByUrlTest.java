package dev.framelot.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.framelot.app.Framelot;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import picocli.CommandLine;

/** {@code framelot model swap --url} against real servers. */
class SwapByUrlTest {
    @RegisterExtension
    final Served first = new Served();

    @RegisterExtension
    final Served second = new Served();

    private record Seen(int exit, String out, String err) {}

    private static Seen swap(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = Framelot.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        List<String> all = new ArrayList<>(List.of("model", "swap"));
        all.addAll(List.of(arguments));
        return new Seen(line.execute(all.toArray(String[]::new)), out.toString(), err.toString());
    }

    private static String url(Served instance) {
        return "http://127.0.0.1:" + instance.port();
    }

    @Test
    void theInstanceTriesItAndSaysWhatServes() {
        first.serve();
        Seen seen = swap("m-2", "--url", url(first), "--by", "night-shift");
        assertThat(seen.exit()).as(seen.out() + seen.err()).isZero();
        assertThat(seen.err()).contains(url(first) + " loads m-2 and runs every shape on every lane");
        assertThat(seen.out()).contains(
                "from  m 1 (of the settings, abc)", "to    m 2 (m-2, def)", "version 1 by night-shift", url(first) + ": m 2 (m-2, def) on declared-cost, batches of 1, 2, 4, 8 serves");
        assertThat(first.instance.models.main().running().choice().issuedBy()).isEqualTo("night-shift");

        Seen back = swap("--settings", "--url", url(first));
        assertThat(back.exit()).as(back.out() + back.err()).isZero();
        assertThat(back.out()).contains("version 2", "m 1 (of the settings, abc) on declared-cost, batches of 1, 2, 4, 8 serves");
    }

    @Test
    void whatTheInstanceRefusesIsToldWithItsReasonAndNothingChanges() {
        first.serve();
        Seen broken = swap("broken", "--url", url(first));
        assertThat(broken.exit()).isEqualTo(1);
        assertThat(broken.err()).contains(url(first) + " answered 422", "the weights are not those of the card", "Nothing has changed").doesNotContain("\tat ");
        assertThat(broken.out()).doesNotContain("version");
        assertThat(swap("nobody", "--url", url(first)).err()).contains("answered 404", "'nobody'");
        assertThat(first.instance.models.main().running().choice().version()).isZero();
    }

    @Test
    void aFurtherModelIsSwappedByItsNameAndAnUnknownNameIsToldWithThoseThatThereAre() {
        first.instance.models.several = true;
        first.serve();
        Seen seen = swap("m-2", "--route", "night", "--url", url(first));
        assertThat(seen.exit()).as(seen.out() + seen.err()).isZero();
        assertThat(seen.out()).contains("from  thermal 3 (of the settings, abc)", "m 2 (m-2, def) on declared-cost, batches of 1, 2 serves");
        Seen wrong = swap("m-2", "--route", "day", "--url", url(first));
        assertThat(wrong.exit()).isEqualTo(1);
        assertThat(wrong.err()).contains("no model of the name 'day' (--route); it has: main, night");
    }

    @Test
    void ofEachOtherInstanceTheAnswerIsWaitedForAndOneThatCanNotFollowMakesItAFailure() throws Exception {
        first.serve();
        second.serve();
        // These two share no topic: the second one follows by hand.
        second.instance.models.main().serve("m-2", Optional.empty(), "topic");
        Seen both = swap("m-2", "--url", url(first), "--url", url(second));
        assertThat(both.exit()).as(both.out() + both.err()).isZero();
        assertThat(both.out()).contains(url(second) + ": m 2 (m-2, def) on declared-cost, batches of 1, 2, 4, 8 serves");

        second.instance.models.main().serveSettings(Optional.empty(), "topic");
        second.instance.models.refusal = "m-2 can't be used here: no such folder";
        Seen one = swap("m-2", "--url", url(first), "--url", url(second));
        assertThat(one.exit()).isEqualTo(1);
        assertThat(one.out()).contains(url(first) + ": m 2", url(second) + ": m 1 (of the settings, abc) on declared-cost, batches of 1, 2, 4, 8 keeps serving: m-2 can't be used here: no such folder");

        String gone = url(second);
        second.end();
        Seen silent = swap("m-2", "--url", url(first), "--url", gone);
        assertThat(silent.exit()).isEqualTo(1);
        assertThat(silent.out()).contains("No answer from " + gone, "Version 3 is in force all the same");
    }

    @Test
    void theWriteTokenIsSentAndItsLackIsTold() {
        first.serveWithTokens();
        Seen without = swap("m-2", "--url", url(first));
        assertThat(without.exit()).isEqualTo(1);
        assertThat(without.err()).contains("answered 401");
        assertThat(swap("m-2", "--url", url(first), "--token", "read-token-1234567").err()).contains("answered 403");
        assertThat(swap("m-2", "--url", url(first), "--token", "write-token-1234567").exit()).isZero();
        assertThat(swap("m-2", "--url", url(first), "--token", "write-token-1234567\n").exit()).as("as files end").isZero();
    }

    @Test
    void noTokenIsShownThatNoHeaderCarriesNorAPasswordInTheUrl() {
        for (String token : List.of("secret-\n1234567", "secret-\u00071234567", "secret-\u20ac1234567")) {
            Seen seen = swap("m-2", "--url", "http://127.0.0.1:1", "--token", token);
            assertThat(seen.exit()).isEqualTo(1);
            assertThat(seen.err()).contains("--token", "FRAMELOT_HTTP_TOKEN_WRITE", "control character").doesNotContain("secret", "1234567");
        }
        for (String host : List.of("127.0.0.1:1", "no_name:1")) {
            Seen seen = swap("m-2", "--url", "http://user:secret@" + host);
            assertThat(seen.exit()).isEqualTo(1);
            assertThat(seen.err()).contains("--url", "user or a password").doesNotContain("secret");
        }
    }

    @Test
    void whatIsNoAddressAndSettingsThatWouldNotHoldAreWrongUsage() {
        assertThat(swap("m-2", "--url", "localhost:8080").err()).contains("'localhost:8080' (--url) is no address of an instance");
        Seen both = swap("m-2", "--url", "http://127.0.0.1:1", "--set", "inference.lanes=2");
        assertThat(both.exit()).isEqualTo(2);
        assertThat(both.err()).contains("the instance's own settings hold");
        Seen nobody = swap("m-2", "--url", "http://127.0.0.1:1");
        assertThat(nobody.exit()).isEqualTo(1);
        assertThat(nobody.err()).contains("No answer from http://127.0.0.1:1");
    }
}
