package dev.framelot.http;

import dev.framelot.inference.InferenceException;
import java.util.Optional;

/** One of the models that frames are routed to, and how to change it. */
public interface ModelRoute {
    /** {@code main} for {@code inference.model}, else a name of the setting {@code models}. */
    String name();

    /** As of now; blocks for nothing. */
    Models.Running running();

    /**
     * Loads and warms a model beside the one that serves, and keeps it until it serves or another is loaded. Blocks for as long as that takes.
     *
     * @throws InferenceException it can't serve here, with the reason; nothing has changed
     * @throws dev.framelot.inference.UnknownModelException there is none of that name
     */
    void load(String name) throws InferenceException;

    /**
     * Loads and warms a model here, then makes it the one that all instances serve on this route, and waits until this one does.
     *
     * @param expectedVersion the version it was made for; empty: whichever is in force
     * @throws InferenceException as {@link #load}; nothing has changed
     * @throws dev.framelot.control.StaleVersionException another version is in force
     * @throws IllegalStateException the topic did not take it
     */
    void serve(String name, Optional<Long> expectedVersion, String by) throws InferenceException, InterruptedException;

    /** As {@link #serve}: on each instance the model of its own settings, as if none had been chosen. */
    void serveSettings(Optional<Long> expectedVersion, String by) throws InferenceException, InterruptedException;

    /** As {@link #serve}, for the model that sees the frames beside it; empty: none. */
    void shadow(Optional<String> name, Optional<Long> expectedVersion, String by) throws InferenceException, InterruptedException;
}
