package dev.framelot.config;

import java.net.URI;
import java.util.Optional;

/** @param endpoint OTLP over HTTP; empty: no spans @param sampled share of the traces that begin here */
public record TracingSettings(Optional<URI> endpoint, double sampled) {
    static final TracingSettings OFF = new TracingSettings(Optional.empty(), 0);
}
