package dev.framelot.load.crash;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * What goes wrong, in which order: a given number of kills, and about half as many other faults among them. The same seed gives
 * the same plan.
 */
record FaultPlan(List<Fault> faults) {
    enum Fault {
        /** SIGKILL of one instance. */
        KILL,
        /** SIGTERM of one instance: it must drain and exit 0. */
        TERM,
        /** SIGSTOP of one instance beyond its session's time-out, then SIGCONT: it must be fenced. */
        ZOMBIE,
        /** One more instance: a rebalance. */
        SCALE_OUT
    }

    FaultPlan {
        faults = List.copyOf(faults);
    }

    static FaultPlan of(int kills, long seed) {
        Random random = new Random(seed);
        List<Fault> faults = new ArrayList<>(Collections.nCopies(kills, Fault.KILL));
        Fault[] others = {Fault.TERM, Fault.ZOMBIE, Fault.SCALE_OUT};
        for (int i = 0; i < Math.max(2, kills / 3); i++) {
            faults.add(others[i % others.length]);
        }
        Collections.shuffle(faults, random);
        return new FaultPlan(faults);
    }
}
