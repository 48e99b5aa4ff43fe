package dev.framelot.app;

import dev.framelot.control.ModelChoice.Chosen;
import dev.framelot.inference.InferenceEngine;
import dev.framelot.inference.InferenceException;
import dev.framelot.inference.ModelIdentity;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Engines that a test puts in, each to be opened once. Keeps what was asked for; {@code settings} is that of the settings. */
final class FakeSource implements ModelSource {
    static final String SETTINGS = "settings";

    /** In the order of opening. */
    final List<String> opened = new CopyOnWriteArrayList<>();
    /** Before each opening. */
    final Gate loading = new Gate();
    private final Map<String, InferenceEngine> engines = new ConcurrentHashMap<>();
    private volatile boolean noMemory;

    /** What a choice of it names. */
    Chosen put(String folder, InferenceEngine engine) {
        engines.put(folder, engine);
        return new Chosen(folder, engine.model());
    }

    /** From now on each opening ends so. */
    void findNoMemory() {
        noMemory = true;
    }

    @Override
    public InferenceEngine open(Optional<Chosen> wish) throws InferenceException {
        return named(wish.map(Chosen::folder).orElse(SETTINGS));
    }

    @Override
    public InferenceEngine named(String name) throws InferenceException {
        opened.add(name);
        loading.pass();
        if (noMemory) {
            throw new OutOfMemoryError("declared by the test");
        }
        return engine(name);
    }

    @Override
    public ModelIdentity identity(Optional<String> name) throws InferenceException {
        return engine(name.orElse(SETTINGS)).model();
    }

    private InferenceEngine engine(String name) throws InferenceException {
        InferenceEngine engine = engines.get(name);
        if (engine == null) {
            throw RouteSource.refused("there is no " + name);
        }
        return engine;
    }
}
