package dev.framelot.load;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.framelot.load", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule noCircles = slices().matching("dev.framelot.load.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule rulesKnowNoClock = noClasses().that().resideInAPackage("dev.framelot.load.scenario..")
            .should().callMethod(System.class, "nanoTime").orShould().callMethod(System.class, "currentTimeMillis")
            .because("how a load test is judged can be tested without waiting");

    @ArchTest
    static final ArchRule rulesKnowNoKafka = noClasses().that().resideInAnyPackage("dev.framelot.load.scenario..", "dev.framelot.load.workload..", "dev.framelot.load.report..")
            .should().dependOnClassesThat().resideInAPackage("org.apache.kafka..")
            .because("reading a workload and writing a report need no broker");
}
