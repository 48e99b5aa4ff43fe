package dev.framelot.http;

import dev.framelot.control.ModelChoice;
import dev.framelot.control.ModelChoice.Chosen;
import dev.framelot.control.StaleVersionException;
import dev.framelot.image.InputGeometry;
import dev.framelot.inference.InferenceException;
import dev.framelot.inference.ModelFolder;
import dev.framelot.inference.ModelIdentity;
import java.nio.file.Path;
import java.util.Optional;

/** A route of {@link FakeModels}. */
final class FakeRoute implements ModelRoute {
    private static final InputGeometry INPUT = new InputGeometry(64, 64, 0, false);
    private final FakeModels models;
    private final String name;
    private final Models.Model first;
    private volatile ModelChoice choice;
    private volatile Optional<String> ready = Optional.empty();

    FakeRoute(FakeModels models, String name, String model, String version) {
        this.models = models;
        this.name = name;
        this.first = new Models.Model(new ModelIdentity(model, version, "abc"), Optional.empty(), "declared-cost", INPUT);
        this.choice = ModelChoice.none(name);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Models.Running running() {
        return new Models.Running(
                choice.serving().map(FakeRoute::model).orElse(first), choice.shadow().map(FakeRoute::model), ready.map(named -> model(chosen(named))), choice, models.refusal);
    }

    private static Models.Model model(Chosen chosen) {
        return new Models.Model(chosen.identity(), Optional.of(chosen.folder()), "declared-cost", INPUT);
    }

    private static Chosen chosen(String named) {
        return new Chosen(named, new ModelIdentity("m", "2", "def"));
    }

    private Chosen loaded(String named) throws InferenceException {
        models.asked.countDown();
        try {
            models.mayLoad.await();
        } catch (InterruptedException ended) {
            throw new IllegalStateException(ended);
        }
        if (named.equals("broken")) {
            throw new InferenceException(InferenceException.Kind.UNUSABLE_MODEL, "the weights are not those of the card");
        }
        if (!named.equals("m-2")) {
            new ModelFolder(Path.of("nowhere")).find(named);
        }
        return chosen(named);
    }

    @Override
    public void load(String named) throws InferenceException {
        loaded(named);
        ready = Optional.of(named);
    }

    @Override
    public void serve(String named, Optional<Long> expectedVersion, String by) throws InferenceException {
        check(expectedVersion);
        choice = choice.serving(loaded(named), by, 5);
    }

    @Override
    public void serveSettings(Optional<Long> expectedVersion, String by) {
        check(expectedVersion);
        choice = choice.servingSettings(by, 5);
    }

    @Override
    public void shadow(Optional<String> named, Optional<Long> expectedVersion, String by) throws InferenceException {
        check(expectedVersion);
        choice = choice.shadow(named.isPresent() ? Optional.of(loaded(named.get())) : Optional.empty(), by, 5);
    }

    private void check(Optional<Long> expectedVersion) {
        if (expectedVersion.isPresent() && expectedVersion.get() != choice.version()) {
            throw StaleVersionException.of(choice.version(), expectedVersion.get());
        }
    }
}
