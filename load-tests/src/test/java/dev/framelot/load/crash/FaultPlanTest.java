package dev.framelot.load.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.framelot.load.crash.FaultPlan.Fault;
import org.junit.jupiter.api.Test;

class FaultPlanTest {
    @Test
    void hasTheKillsAskedForAndOtherFaultsAmongThem() {
        FaultPlan plan = FaultPlan.of(10, 7);
        assertThat(plan.faults()).filteredOn(fault -> fault == Fault.KILL).hasSize(10);
        assertThat(plan.faults()).contains(Fault.TERM, Fault.ZOMBIE, Fault.SCALE_OUT);
    }

    @Test
    void theSameSeedGivesTheSamePlanAndAnotherAnother() {
        assertThat(FaultPlan.of(20, 7)).isEqualTo(FaultPlan.of(20, 7)).isNotEqualTo(FaultPlan.of(20, 8));
    }
}
