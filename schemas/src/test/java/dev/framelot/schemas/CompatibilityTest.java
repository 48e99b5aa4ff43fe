package dev.framelot.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kept version and the current one must read each other: topics hold old records, and old consumers read new ones. */
class CompatibilityTest {
    static Stream<Schema> schemas() {
        return Stream.of(
                CameraFrame.getClassSchema(),
                FrameDetections.getClassSchema(),
                FrameShed.getClassSchema(),
                FrameDeadLetter.getClassSchema(),
                ControlCommand.getClassSchema());
    }

    private static List<Schema> kept(String name) throws IOException {
        List<Schema> versions = new ArrayList<>();
        for (int version = 1; ; version++) {
            try (InputStream in = CompatibilityTest.class.getResourceAsStream("/schemas/history/" + name + "/v" + version + ".avsc")) {
                if (in == null) {
                    return versions;
                }
                versions.add(new Schema.Parser().parse(in));
            }
        }
    }

    private static SchemaCompatibilityType reads(Schema reader, Schema writer) {
        return SchemaCompatibility.checkReaderWriterCompatibility(reader, writer).getType();
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void theCurrentSchemaIsTheNewestKeptOne(Schema current) throws IOException {
        List<Schema> kept = kept(current.getName());
        assertThat(kept).as("kept versions of " + current.getName()).isNotEmpty();
        Schema source = new Schema.Parser().parse(Path.of("src", "main", "avro", current.getName() + ".avsc").toFile());
        assertThat(source)
                .as("changed? add v" + (kept.size() + 1) + ".avsc under resources/schemas/history/" + current.getName())
                .isEqualTo(kept.get(kept.size() - 1));
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void everyVersionReadsEveryOther(Schema current) throws IOException {
        List<Schema> all = kept(current.getName());
        all.add(current);
        for (Schema reader : all) {
            for (Schema writer : all) {
                assertThat(reads(reader, writer)).isEqualTo(SchemaCompatibilityType.COMPATIBLE);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void everyFieldSaysWhatItIs(Schema current) {
        assertThat(current.getDoc()).isNotBlank();
        for (Schema record : recordsIn(current)) {
            assertThat(record.getDoc()).as(record.getName()).isNotBlank();
            assertThat(record.getFields()).allSatisfy(field -> assertThat(field.doc()).as(record.getName() + "." + field.name()).isNotBlank());
        }
    }

    /** One class is generated for each name, whichever file says it last. */
    @Test
    void aTypeThatSeveralFilesDeclareIsTheSameInAll() throws IOException {
        Map<String, String> declared = new HashMap<>();
        for (Schema schema : schemas().toList()) {
            Schema source = new Schema.Parser().parse(Path.of("src", "main", "avro", schema.getName() + ".avsc").toFile());
            for (Schema record : recordsIn(source)) {
                String other = declared.putIfAbsent(record.getFullName(), record.toString());
                assertThat(record.toString()).as(record.getName() + " in " + schema.getName() + ".avsc").isEqualTo(other == null ? record.toString() : other);
            }
        }
        assertThat(declared).containsKey("dev.framelot.schemas.SourceCoordinates");
    }

    private static List<Schema> recordsIn(Schema schema) {
        return switch (schema.getType()) {
            case RECORD -> Stream.concat(Stream.of(schema), schema.getFields().stream().flatMap(field -> recordsIn(field.schema()).stream())).toList();
            case UNION -> schema.getTypes().stream().flatMap(branch -> recordsIn(branch).stream()).toList();
            case ARRAY -> recordsIn(schema.getElementType());
            case MAP -> recordsIn(schema.getValueType());
            default -> List.of();
        };
    }

    @Test
    void theCheckSeesAnIncompatibleChange() {
        Schema current = CameraFrame.getClassSchema();
        Schema broken = new Schema.Parser().parse(current.toString().replace(
                "\"name\":\"cameraId\",\"type\":{\"type\":\"string\",\"avro.java.string\":\"String\"}", "\"name\":\"cameraId\",\"type\":\"long\""));
        assertThat(broken).as("the change took").isNotEqualTo(current);
        assertThat(reads(broken, current)).isEqualTo(SchemaCompatibilityType.INCOMPATIBLE);
    }

    @Test
    void theCheckSeesWhatOnlyAnOldReaderWouldMiss() {
        Schema kept = new Schema.Parser().parse("{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"a\",\"type\":\"string\"}]}");
        Schema without = new Schema.Parser().parse("{\"type\":\"record\",\"name\":\"R\",\"fields\":[]}");
        assertThat(reads(without, kept)).as("the new reader is content").isEqualTo(SchemaCompatibilityType.COMPATIBLE);
        assertThat(reads(kept, without)).as("the old reader is not").isEqualTo(SchemaCompatibilityType.INCOMPATIBLE);
    }
}
