package dev.framelot.inference;

import java.util.ArrayList;
import java.util.List;

/**
 * What a measured cost curve holds for; measured anywhere else it says nothing.
 *
 * @param modelSha256 hex
 * @param provider what really runs the model: {@code cpu}, {@code cuda}, {@code tensorrt}
 * @param device the processor by name, with the number of its cores where that counts
 * @param runtime name and version
 * @param precision of the weights
 * @param threads within one run; 0 = the runtime's choice
 */
public record ProfileKey(String modelSha256, String provider, String device, String runtime, String precision, int threads) {

    /** Each part in which {@code other} differs, as "device A, not B"; empty where both are the same. */
    public List<String> differencesFrom(ProfileKey other) {
        List<String> differences = new ArrayList<>();
        compare("model", modelSha256, other.modelSha256, differences);
        compare("provider", provider, other.provider, differences);
        compare("device", device, other.device, differences);
        compare("runtime", runtime, other.runtime, differences);
        compare("precision", precision, other.precision, differences);
        compare("threads", String.valueOf(threads), String.valueOf(other.threads), differences);
        return differences;
    }

    private static void compare(String what, String ours, String theirs, List<String> differences) {
        if (!ours.equals(theirs)) {
            differences.add(what + " " + ours + ", not " + theirs);
        }
    }
}
