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

    private static final String ONE_LANE = " for one lane";

    /** In the order of opening; with {@code for one lane} where that was asked. */
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
    public ModelSource forOneLane() {
        return new ModelSource() {
            @Override
            public ModelSource forOneLane() {
                return this;
            }

            @Override
            public InferenceEngine open(Optional<Chosen> wish) throws InferenceException {
                return named(folder(wish));
            }

            @Override
            public InferenceEngine named(String name) throws InferenceException {
                return opened(name, ONE_LANE);
            }

            @Override
            public ModelIdentity identity(Optional<String> name) throws InferenceException {
                return FakeSource.this.identity(name);
            }
        };
    }

    private static String folder(Optional<Chosen> wish) {
        return wish.map(Chosen::folder).orElse(SETTINGS);
    }

    @Override
    public InferenceEngine open(Optional<Chosen> wish) throws InferenceException {
        return named(folder(wish));
    }

    @Override
    public InferenceEngine named(String name) throws InferenceException {
        return opened(name, "");
    }

    private InferenceEngine opened(String name, String how) throws InferenceException {
        opened.add(name + how);
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
