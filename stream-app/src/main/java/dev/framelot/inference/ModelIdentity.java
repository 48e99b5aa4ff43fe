package dev.framelot.inference;

/** Which weights gave a result. @param sha256 hex, of the model as {@link FileHash} defines it */
public record ModelIdentity(String name, String version, String sha256) {}
