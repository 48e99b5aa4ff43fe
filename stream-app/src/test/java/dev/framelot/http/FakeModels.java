package dev.framelot.http;

import dev.framelot.control.ModelChoice;
import dev.framelot.control.ModelChoice.Chosen;
import dev.framelot.control.StaleVersionException;
import dev.framelot.image.InputGeometry;
import dev.framelot.inference.InferenceException;
import dev.framelot.inference.ModelFolder;
import dev.framelot.inference.ModelIdentity;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** Models without weights: {@code broken} can't be loaded, {@code m-2} can, no other name is known. */
final class FakeModels implements Models {
    private static final InputGeometry INPUT = new InputGeometry(64, 64, 0, false);
    volatile ModelChoice choice = ModelChoice.NONE;
    volatile Optional<String> ready = Optional.empty();
    /** Loading waits for it. */
    volatile CountDownLatch mayLoad = new CountDownLatch(0);

    @Override
    public Running running() {
        Model serving = choice.serving().map(FakeModels::model).orElse(new Model(new ModelIdentity("m", "1", "abc"), Optional.empty(), "declared-cost", INPUT));
        return new Running(serving, choice.shadow().map(FakeModels::model), ready.map(name -> model(chosen(name))), choice, "");
    }

    private static Model model(Chosen chosen) {
        return new Model(chosen.identity(), Optional.of(chosen.folder()), "declared-cost", INPUT);
    }

    private static Chosen chosen(String name) {
        return new Chosen(name, new ModelIdentity("m", "2", "def"));
    }

    @Override
    public List<ModelFolder.Entry> folder() {
        return List.of(new ModelFolder.Entry("broken", Optional.empty(), "the weights are not those of the card"));
    }

    private Chosen loaded(String name) throws InferenceException {
        try {
            mayLoad.await();
        } catch (InterruptedException ended) {
            throw new IllegalStateException(ended);
        }
        if (name.equals("broken")) {
            throw new InferenceException(InferenceException.Kind.UNUSABLE_MODEL, "the weights are not those of the card");
        }
        if (!name.equals("m-2")) {
            new ModelFolder(Path.of("nowhere")).find(name);
        }
        return chosen(name);
    }

    @Override
    public void load(String name) throws InferenceException {
        loaded(name);
        ready = Optional.of(name);
    }

    @Override
    public void serve(String name, Optional<Long> expectedVersion, String by) throws InferenceException {
        check(expectedVersion);
        choice = choice.serving(loaded(name), by, 5);
    }

    @Override
    public void shadow(Optional<String> name, Optional<Long> expectedVersion, String by) throws InferenceException {
        check(expectedVersion);
        choice = choice.shadow(name.isPresent() ? Optional.of(loaded(name.get())) : Optional.empty(), by, 5);
    }

    private void check(Optional<Long> expectedVersion) {
        if (expectedVersion.isPresent() && expectedVersion.get() != choice.version()) {
            throw StaleVersionException.of(choice.version(), expectedVersion.get());
        }
    }
}
