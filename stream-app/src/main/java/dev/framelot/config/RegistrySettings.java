package dev.framelot.config;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

public record RegistrySettings(Optional<URI> url, Duration timeout) {}
