package dev.framelot.http;

import dev.framelot.inference.ModelFolder;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** Models without weights: {@code broken} can't be loaded, {@code m-2} can, no other name is known. */
final class FakeModels implements Models {
    /** Loading waits for it. */
    volatile CountDownLatch mayLoad = new CountDownLatch(0);
    /** Passed when loading begins. */
    final CountDownLatch asked = new CountDownLatch(1);
    /** What happens while the folder is read. */
    volatile Runnable whileListing = () -> {};
    /** Why no route follows what was chosen; empty: each does. */
    volatile String refusal = "";
    /** Whether frames are routed to the model {@code night} too. */
    volatile boolean several;
    private final ModelRoute main = new FakeRoute(this, "main", "m", "1");
    private final ModelRoute night = new FakeRoute(this, "night", "thermal", "3");

    @Override
    public List<ModelRoute> routes() {
        return several ? List.of(main, night) : List.of(main);
    }

    @Override
    public List<ModelFolder.Entry> folder() {
        whileListing.run();
        return List.of(new ModelFolder.Entry("broken", Optional.empty(), "the weights are not those of the card"));
    }
}
