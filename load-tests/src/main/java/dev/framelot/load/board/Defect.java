package dev.framelot.load.board;

/** The six classic board defects; the ordinal is the class id that the shipped model uses. */
public enum Defect {
    /** A track cut through. */
    OPEN("open", false),
    /** Copper that bridges a gap between two conductors. */
    SHORT("short", true),
    /** A bite out of a conductor's edge that leaves it whole. */
    MOUSEBITE("mousebite", false),
    /** A growth on a conductor's edge that touches nothing else. */
    SPUR("spur", true),
    /** A lone patch of copper on bare laminate. */
    SPURIOUS_COPPER("spurious_copper", true),
    /** A hole inside copper. */
    PIN_HOLE("pin_hole", false);

    private final String label;
    private final boolean copper;

    Defect(String label, boolean copper) {
        this.label = label;
        this.copper = copper;
    }

    /** The class name as the model's card spells it. */
    public String label() {
        return label;
    }

    /** True where the defect adds copper, false where it takes copper away. */
    boolean addsCopper() {
        return copper;
    }
}
