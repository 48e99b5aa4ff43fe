package dev.framelot.app;

import dev.framelot.control.ModelChoice.Chosen;
import dev.framelot.inference.InferenceEngine;
import dev.framelot.inference.InferenceException;
import dev.framelot.inference.ModelIdentity;
import java.util.Optional;

/** Where the models of a route come from, cold: its own settings, and the folder of models. */
interface ModelSource {
    /** The same models, each opened for a single lane: on the first device, with one session. */
    ModelSource forOneLane();

    /** The very model that was chosen, wherever that was; empty: that of the settings. */
    InferenceEngine open(Optional<Chosen> wish) throws InferenceException;

    /** Whatever lies in the folder of models under this name. */
    InferenceEngine named(String name) throws InferenceException;

    /** As the files say now. @param name in the folder of models; empty: that of the settings */
    ModelIdentity identity(Optional<String> name) throws InferenceException;
}
