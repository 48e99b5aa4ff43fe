package dev.framelot.inference;

/**
 * Which model gave a result. Records name all but the card.
 *
 * @param sha256 hex, of the model as {@link FileHash} defines it
 * @param card hash of what its card says that results depend on; empty: not known
 */
public record ModelIdentity(String name, String version, String sha256, String card) {
    /** Of whose card nothing is known. */
    public ModelIdentity(String name, String version, String sha256) {
        this(name, version, sha256, "");
    }

    /** The same model with the same card, as far as both are known. */
    public boolean is(ModelIdentity other) {
        return isToldAs(other) && (card.isEmpty() || other.card.isEmpty() || card.equals(other.card));
    }

    /** Results don't tell the two apart, whatever their cards say. */
    public boolean isToldAs(ModelIdentity other) {
        return name.equals(other.name) && version.equals(other.version) && sha256.equals(other.sha256);
    }
}
