package dev.framelot.load.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.framelot.config.DeliverySettings.Guarantee;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Ten kills under load for each guarantee; {@code -Dframelot.crash.kills=50} is the long version, {@code -Dframelot.crash.seed} another
 * run.
 */
class CrashProofIT {
    private static final int KILLS = Integer.getInteger("framelot.crash.kills", 10);
    private static final long SEED = Long.getLong("framelot.crash.seed", 20261123);

    @ParameterizedTest(name = "{0}")
    @EnumSource(Guarantee.class)
    void nothingIsLostWhateverDies(Guarantee guarantee) throws Exception {
        CrashProof proof = new CrashProof(new CrashProof.Setup(guarantee, KILLS, 12, 200, SEED), line -> System.err.println("crash proof: " + line));
        CrashProof.Result result = proof.run();
        String account = "seed " + SEED + ", " + result;
        System.err.println("crash proof: " + account);
        assertThat(result.caughtUp()).as(account).isTrue();
        assertThat(result.kills()).as(account).isGreaterThanOrEqualTo(KILLS);
        assertThat(result.published().forFirst()).as(account).isGreaterThan(1_000);
        assertThat(result.published().forSecond()).as(account).isGreaterThan(250);
        assertThat(result.books().lost()).as(account).isZero();
        assertThat(result.books().outOfOrder()).as(account).isZero();
        assertThat(result.books().unexpected()).as(account).isZero();
        assertThat(result.termsNotZero()).as(account).isZero();
        if (guarantee == Guarantee.EXACTLY_ONCE) {
            assertThat(result.books().duplicated()).as(account).isZero();
        }
    }
}
