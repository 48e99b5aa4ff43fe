package dev.framelot.app;

import dev.framelot.control.ControlTopic;
import dev.framelot.control.ModelChoice;
import dev.framelot.http.ModelRoute;
import dev.framelot.http.Models;
import dev.framelot.inference.ModelFolder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** The models of this instance, route by route, all from one folder of models. */
final class LiveModels implements Models, AutoCloseable {
    private final ModelFolder folder;
    private final List<LiveModel> routes;
    /** One model at a time is loaded, swapped or closed: what that needs of memory and cores is there once. */
    private final ReentrantLock loading = new ReentrantLock();

    /** @param note told of each change, in words */
    LiveModels(OpenedModels opened, ControlTopic topic, Consumer<String> note) {
        this.folder = new ModelFolder(opened.first().config().inference().models());
        List<LiveModel> each = new ArrayList<>();
        for (ModelPipeline model : opened.all()) {
            each.add(new LiveModel(model, folder, opened.first(model), topic, loading, note));
        }
        this.routes = List.copyOf(each);
    }

    /** @param told now, and after each change of what runs, by any thread */
    void whenChanged(Runnable told) {
        routes.forEach(route -> route.whenChanged(told));
    }

    /** The topic says so. Returns at once. A choice for a route that this instance does not have is for others. */
    void follow(ModelChoice choice) {
        routes.stream().filter(route -> route.name().equals(choice.route())).forEach(route -> route.follow(choice));
    }

    @Override
    public List<ModelRoute> routes() {
        return List.copyOf(routes);
    }

    @Override
    public List<ModelFolder.Entry> folder() {
        return folder.list();
    }

    @Override
    public void close() {
        // All first, so that none is waited for while another begins to load.
        routes.forEach(LiveModel::end);
        routes.forEach(LiveModel::close);
    }
}
