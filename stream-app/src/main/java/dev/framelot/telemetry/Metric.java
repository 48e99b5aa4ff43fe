package dev.framelot.telemetry;

import java.util.List;

/**
 * A metric as the catalogue describes it.
 *
 * @param name as Micrometer has it: dots
 * @param exposed as Prometheus has it
 * @param kind counter, gauge, histogram
 * @param unit base unit, or a dash
 * @param labels each with a bounded set of values
 * @param triton the name of the nearest metric of Triton; empty where there is none
 */
public record Metric(String name, String exposed, String kind, String unit, List<String> labels, String help, String triton) {}
