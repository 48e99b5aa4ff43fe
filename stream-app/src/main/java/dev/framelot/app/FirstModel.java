package dev.framelot.app;

import dev.framelot.control.ModelChoice;
import dev.framelot.control.ModelChoice.Chosen;
import dev.framelot.inference.InferenceEngine;
import dev.framelot.inference.InferenceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The model that a route starts with: the chosen one, else the one that was chosen before, else that of the settings. One that can't be opened, or
 * opens and can't run, makes room for the next; only that of the settings must.
 *
 * @param choice that was in force at the start
 * @param engine open; closed by whoever has this, unless {@link #next} is asked
 * @param chosen that it is; empty: that of the settings
 * @param others to be tried if it can't run
 * @param refusals why what was preferred to it can't be used, in words; empty: nothing was
 */
record FirstModel(ModelSource source, ModelChoice choice, InferenceEngine engine, Optional<Chosen> chosen, List<Optional<Chosen>> others, List<String> refusals) {
    private static final Logger LOG = LoggerFactory.getLogger(FirstModel.class);

    /** @throws InferenceException not even that of the settings can be opened */
    static FirstModel open(ModelSource source, ModelChoice choice) throws InferenceException {
        Stream<Optional<Chosen>> wishes = Stream.of(choice.serving(), choice.before()).filter(Optional::isPresent);
        return open(source, choice, Stream.concat(wishes, Stream.of(Optional.<Chosen>empty())).toList(), List.of());
    }

    private static FirstModel open(ModelSource source, ModelChoice choice, List<Optional<Chosen>> wishes, List<String> refusals) throws InferenceException {
        Optional<Chosen> wish = wishes.get(0);
        List<Optional<Chosen>> others = wishes.subList(1, wishes.size());
        try {
            FirstModel first = new FirstModel(source, choice, source.open(wish), wish, others, refusals);
            wish.ifPresent(chosen -> LOG.info("Route {}: {}, by version {} of {}, not the model of the settings", choice.route(), chosen, choice.version(), choice.issuedBy()));
            return first;
        } catch (InferenceException | RuntimeException | OutOfMemoryError refused) {
            if (wish.isEmpty()) {
                throw refused;
            }
            return open(source, choice, others, told(choice, wish.get(), others.get(0), refusals, refused));
        }
    }

    /** The settings' model has no other behind it: what stands against it ends the start. */
    boolean isOfSettings() {
        return chosen.isEmpty();
    }

    /**
     * It can't run here: closes it and opens the next. Not for that of the settings.
     *
     * @throws InferenceException not even that of the settings can be opened
     */
    FirstModel next(Throwable refused) throws InferenceException {
        close();
        return open(source, choice, others, told(choice, chosen.orElseThrow(), others.get(0), refusals, refused));
    }

    private static List<String> told(ModelChoice choice, Chosen chosen, Optional<Chosen> next, List<String> before, Throwable refused) {
        String why = WhyRefused.by(refused);
        LOG.error("Route {}: {} was chosen (version {} by {}) and can't be used here: {}. Beginning with {} instead", choice.route(), chosen, choice.version(),
                choice.issuedBy(), why, next.map(other -> other + ", chosen before,").orElse("the model of the settings"));
        List<String> all = new ArrayList<>(before);
        all.add(chosen + " can't be used here: " + why);
        return List.copyOf(all);
    }

    /** Why the chosen one does not serve, in one sentence; empty: it does, or none was chosen. */
    String refusal() {
        return String.join("; ", refusals);
    }

    void close() {
        try {
            engine.close();
        } catch (IllegalStateException lanesOpen) {
            LOG.warn("{} stays open until the process ends: {}", engine.model(), lanesOpen.getMessage());
        }
    }
}
