package sigillo.delivery;

/** One look at the evidence. Pure: no clock, no disk, no network; what it needs is gathered before. */
interface Check {
    Opinion judge(Evidence evidence);
}
