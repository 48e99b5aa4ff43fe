package dev.framelot.config;

/** The catalogue as docs/configuration.md. */
public final class SettingsPage {
    private static final String HEAD = "| key | default | unit | what | allowed |\n|---|---|---|---|---|\n";

    private SettingsPage() {}

    public static String markdown() {
        StringBuilder page = new StringBuilder("""
                # Configuration

                Written from the catalogue by `SettingsPageTest`, which fails when this page is out of date
                (`mvn test -pl stream-app -am -Dtest=SettingsPageTest -Dframelot.docs.rewrite=true -Dsurefire.failIfNoSpecifiedTests=false` rewrites it).

                Later wins: the file given with `--config` (YAML or properties), the environment (`batching.max-frames` is
                `FRAMELOT_BATCHING_MAX_FRAMES`, or plainly `BATCHING_MAX_FRAMES`), system properties (`-Dbatching.max-frames=4`), the command line (`--set batching.max-frames=4`).
                All problems are reported at once. `framelot config` prints what is in force and where it came from; `framelot validate-config` only checks.

                Kafka's own settings pass through below `kafka.properties.` (`kafka.properties.security.protocol: SSL`, `kafka.properties.consumer.fetch.max.bytes`)
                and as `KAFKA_…` (`KAFKA_SSL_KEYSTORE_LOCATION`). What delivery stands on can't be overridden and is refused with its reason.

                An empty value counts as not given, and hides what weaker sources say. Relative paths start at the working directory.

                Times: `300us`, `0.3ms`, `20ms`, `2s`, `1m`. Sizes: `8MiB`, `64KB`, `65536`.
                """);
        String area = "";
        for (Setting<?> setting : SettingsCatalogue.all()) {
            if (!setting.area().equals(area)) {
                if (area.equals("inference")) {
                    models(page);
                }
                area = setting.area();
                heading(page, area);
            }
            row(page, setting);
        }
        return page.append("""

                ## What settings owe one another
                - the four topics differ
                - `decode.slots` ≥ `batching.max-frames` × `inference.lanes` + `decode.workers`, and `delivery.in-flight-frames` ≥ `batching.max-frames`
                - with `batching.max-frames: -1` (AutoBatch, see profile.md) `batching.shapes` is `auto`, and slots and frames in flight follow from the measured size; given outright, they limit it
                - `batching.shapes` ends with `batching.max-frames`; `batching.max-same-camera-frames` is at most that
                - `delivery.commit-interval` < `delivery.transaction-timeout`, with exactly-once
                - `delivery.drain-grace` > `delivery.commit-interval` + `batching.max-wait`
                - a further model has `models.NAME.path`, which exists, and frames: topics that no other setting names, or `frame.model-attribute`
                - `inference.model` exists, with engine `onnx`, for `framelot run`
                - `inference.require-gpu` goes with provider `cuda` or `tensorrt`, `inference.fp16` with `tensorrt`, which needs a number in `batching.max-frames`
                - `inference.lanes` is at least the number of sessions: devices times `inference.sessions-per-device`
                - `http.host` beyond loopback goes with `http.token.read` and `http.token.write`, which differ; one token alone is refused
                - `slicing.above-pixels` < `slicing.max-pixels`; `slicing.overlap` ≤ 0.5
                - folders of `claim-check.roots` exist, for `framelot run`; roots on loopback go with `claim-check.loopback`; `claim-check.roots` goes with `frame.format: avro`
                - `kafka.properties.group.protocol` is `classic` and `acks` is `all`, where given
                """).toString();
    }

    private static void models(StringBuilder page) {
        page.append("\n## models\nFurther models beside `inference.model`, each by a name of ").append(ModelSettings.ALLOWED_NAME)
                .append(" (in the environment `FRAMELOT_MODELS_NAME_PATH`, a hyphen as an underscore); see [models](models.md).\n\n").append(HEAD);
        ModelSettings.ALL.forEach(setting -> row(page, setting));
    }

    private static void heading(StringBuilder page, String area) {
        page.append("\n## ").append(area).append("\n").append(HEAD);
    }

    private static void row(StringBuilder page, Setting<?> setting) {
        page.append("| `").append(setting.key()).append("` | ")
                .append(setting.standardText().map(text -> "`" + text + "`").orElse(setting.required() ? "required" : "none"))
                .append(" | ").append(setting.unit()).append(" | ").append(setting.description().replace("|", "\\|"))
                .append(" | ").append(setting.type().allowed().replace("|", "\\|")).append(" |\n");
    }
}
