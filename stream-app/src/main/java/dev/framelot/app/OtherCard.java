package dev.framelot.app;

import dev.framelot.inference.InferenceException;
import dev.framelot.inference.ModelIdentity;
import java.util.Optional;

/** A model that only its card tells from one that is in use: results would name both alike, so it is refused. */
final class OtherCard {
    private OtherCard() {}

    /** @param what the asked one is called @param serves what it is to follow @return empty: it is the very same, or another model */
    static Optional<String> sentence(String what, ModelIdentity serves, ModelIdentity asked) {
        if (!asked.isToldAs(serves) || asked.is(serves)) {
            return Optional.empty();
        }
        return Optional.of(what + " serves already as " + serves.name() + " " + serves.version() + ", and its card now differs in what results depend on (input, output, labels or"
                + " thresholds). Results would not tell the two apart: give it another version in its card, then choose it again");
    }

    /** @throws InferenceException only the card of the asked one differs */
    static void refuse(String what, ModelIdentity serves, ModelIdentity asked) throws InferenceException {
        Optional<String> differs = sentence(what, serves, asked);
        if (differs.isPresent()) {
            throw RouteSource.refused(differs.get());
        }
    }
}
