package dev.framelot.http;

import dev.framelot.control.ModelChoice;
import dev.framelot.image.InputGeometry;
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

    /** That of {@code inference.model} first; never empty. */
    List<ModelRoute> routes();

    /** That of {@code inference.model}. */
    default ModelRoute main() {
        return routes().get(0);
    }

    /** @throws UnknownRouteException there is none of that name */
    default ModelRoute on(String name) {
        return routes().stream().filter(route -> route.name().equals(name)).findFirst()
                .orElseThrow(() -> new UnknownRouteException(name, routes().stream().map(ModelRoute::name).toList()));
    }

    /** What lies in the folder of models. Reads all of it. */
    List<ModelFolder.Entry> folder();
}
