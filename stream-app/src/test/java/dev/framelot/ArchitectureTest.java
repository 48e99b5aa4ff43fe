package dev.framelot;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The house's rules as sentences. */
@AnalyzeClasses(packages = "dev.framelot", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule frameDependsOnNothing = classes().that().resideInAPackage("dev.framelot.frame..")
            .should().onlyDependOnClassesThat().resideInAnyPackage("dev.framelot.frame..", "java..")
            .because("values are what all other packages speak of");

    @ArchTest
    static final ArchRule theHeartIsPure = classes().that().resideInAPackage("dev.framelot.batching..")
            .should().onlyDependOnClassesThat().resideInAnyPackage("dev.framelot.batching..", "dev.framelot.frame..", "java.lang..", "java.util")
            .because("everything that decides can be simulated: no framework, no logger, no java.util.concurrent");

    @ArchTest
    static final ArchRule theHeartReadsNoClock = noClasses().that().resideInAPackage("dev.framelot.batching..")
            .should().callMethod(System.class, "nanoTime").orShould().callMethod(System.class, "currentTimeMillis")
            .because("time is an argument");

    @ArchTest
    static final ArchRule onlyTopologyKnowsStreams = noClasses().that().resideOutsideOfPackage("dev.framelot.topology..")
            .should().dependOnClassesThat().resideInAPackage("org.apache.kafka.streams..")
            .because("Kafka Streams stays at the rim");

    @ArchTest
    static final ArchRule onlyOnnxKnowsTheRuntime = noClasses().that().resideOutsideOfPackages("dev.framelot.inference.onnx..", "dev.framelot.app..")
            .should().dependOnClassesThat().resideInAPackage("ai.onnxruntime..")
            .because("its exceptions and native memory stop there");

    @ArchTest
    static final ArchRule onlyGraphKnowsTheWireFormat = noClasses().that().resideOutsideOfPackage("dev.framelot.inference.graph..")
            .should().dependOnClassesThat().resideInAPackage("com.google.protobuf..")
            .because("what changes a graph works with operations and tensors, not with fields");

    @ArchTest
    static final ArchRule onlyImageKnowsDecoders = noClasses().that().resideOutsideOfPackage("dev.framelot.image..")
            .should().dependOnClassesThat().resideInAPackage("org.bytedeco..")
            .because("native decoders stay behind one interface");

    @ArchTest
    static final ArchRule onlyImageAndOnnxCallNativeCode = noClasses().that().resideOutsideOfPackages("dev.framelot.image..", "dev.framelot.inference.onnx..")
            .should().dependOnClassesThat().resideInAPackage("com.sun.jna..")
            .because("TurboJPEG is called so, and ONNX Runtime's telemetry is switched off so");

    @ArchTest
    static final ArchRule imageIoStaysOutOfTheDataPath = noClasses().that().resideOutsideOfPackage("dev.framelot.app..")
            .should().dependOnClassesThat().resideInAPackage("javax.imageio..")
            .because("it accepts damaged images without a word and has no bound on memory; app uses it to draw for people");

    @ArchTest
    static final ArchRule inferenceKnowsNoKafka = noClasses()
            .that().resideInAnyPackage("dev.framelot.inference..", "dev.framelot.image..", "dev.framelot.dispatch..", "dev.framelot.batching..")
            .should().dependOnClassesThat().resideInAPackage("org.apache.kafka..")
            .because("the way from an image to its boxes works without a broker");

    @ArchTest
    static final ArchRule onlyHttpKnowsVertx = noClasses().that().resideOutsideOfPackage("dev.framelot.http..")
            .should().dependOnClassesThat().resideInAPackage("io.vertx..")
            .because("the control plane stays off the data path");

    @ArchTest
    static final ArchRule onlyTelemetryKnowsSpans = noClasses().that().resideOutsideOfPackage("dev.framelot.telemetry..")
            .should().dependOnClassesThat().resideInAPackage("io.opentelemetry..")
            .because("traces are an option");

    @ArchTest
    static final ArchRule nothingOnTheWayOfAFrameKnowsTheControlPlane = noClasses()
            .that().resideInAnyPackage("dev.framelot.topology..", "dev.framelot.dispatch..", "dev.framelot.batching..", "dev.framelot.inference..", "dev.framelot.image..")
            .should().dependOnClassesThat().resideInAnyPackage("dev.framelot.http..", "dev.framelot.live..", "dev.framelot.telemetry..")
            .because("who watches is told, and never asked");

    @ArchTest
    static final ArchRule noCircles = slices().matching("dev.framelot.(*)..").should().beFreeOfCycles();
}
