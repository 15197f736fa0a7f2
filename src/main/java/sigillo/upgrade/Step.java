package sigillo.upgrade;

/** How far an upgrade has come, as it is on the disk. What a start does that finds it: {@link Upgrade#recover}. */
public enum Step {
    /** The server has stopped; its snapshot is being made. Nothing of what is kept was changed. */
    SNAPSHOT,
    /** The snapshot is whole; the new version opens what is kept, and tests itself. No door is open. */
    TRIAL,
    /** The test has passed; the link to the version that runs is being moved. */
    PASSED,
    /** The new version starts, and has not opened its doors. */
    OPENING,
    /** What is kept becomes what the snapshot has, and the link leads to the old version. */
    ROLLBACK,
    /** The new version has opened its doors, or is about to: nothing leads back from here. */
    DONE,
    /** The old version serves, with what the snapshot had. */
    FAILED;

    /** Whether what is kept may be half of one version's and half of the other's. */
    public boolean isUnderWay() { return this != DONE && this != FAILED; }
}
