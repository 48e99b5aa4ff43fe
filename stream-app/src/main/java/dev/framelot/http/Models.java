package dev.framelot.http;

import dev.framelot.control.ModelChoice;
import dev.framelot.image.InputGeometry;
import dev.framelot.inference.InferenceException;
import dev.framelot.inference.ModelFolder;
import dev.framelot.inference.ModelIdentity;
import java.util.List;
import java.util.Optional;

/** The models of the running application. */
public interface Models {
    /** @param folder its name in the folder of models; empty: the settings' */
    record Model(ModelIdentity identity, Optional<String> folder, String provider, InputGeometry input) {}

    /**
     * @param ready loaded and warm, to serve as soon as it is asked to
     * @param choice that this instance follows, as far as it could
     * @param refusal why it could not; empty: it could
     */
    record Running(Model serving, Optional<Model> shadow, Optional<Model> ready, ModelChoice choice, String refusal) {}

    /** As of now; blocks for nothing. */
    Running running();

    /** What lies in the folder of models. Reads all of it. */
    List<ModelFolder.Entry> folder();

    /**
     * Loads and warms a model beside the one that serves, and keeps it until it serves or another is loaded. Blocks for as long as that takes.
     *
     * @throws InferenceException it can't serve here, with the reason; nothing has changed
     * @throws dev.framelot.inference.UnknownModelException there is none of that name
     */
    void load(String name) throws InferenceException;

    /**
     * Loads and warms a model here, then makes it the one that all instances serve, and waits until this one does.
     *
     * @param expectedVersion the version it was made for; empty: whichever is in force
     * @throws InferenceException as {@link #load}; nothing has changed
     * @throws dev.framelot.control.StaleVersionException another version is in force
     * @throws IllegalStateException the topic did not take it
     */
    void serve(String name, Optional<Long> expectedVersion, String by) throws InferenceException, InterruptedException;

    /** As {@link #serve}, for the model that sees the frames beside it; empty: none. */
    void shadow(Optional<String> name, Optional<Long> expectedVersion, String by) throws InferenceException, InterruptedException;
}
