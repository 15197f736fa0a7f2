package sigillo.moving;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import sigillo.base.Bytes;
import sigillo.base.Printable;

/** Counts what a run does, over all its connections. */
final class Tally {
    private final Set<Bytes> folders = new HashSet<>();
    private final Set<Bytes> looked = new HashSet<>();
    private final List<String> refused = new ArrayList<>();
    private long refusals;
    long mailboxes;
    long kept;
    long placed;
    long there;
    long earlier;
    long changed;
    long removed;

    void refuse(String why) {
        refusals++;
        if (refused.size() < Moved.REFUSED_MAX) refused.add(Printable.of(cut(why)));
    }

    private static String cut(String why) {
        return why.length() <= MovingLimits.REASON_MAX ? why : why.substring(0, MovingLimits.REASON_MAX) + " ...";
    }

    /** Whether all was taken until now. */
    boolean isWithoutRefusals() { return refusals == 0; }

    /** True the first time. */
    boolean look(Folder folder) { return looked.add(folder.name()); }

    void finish(Folder folder) { folders.add(folder.name()); }

    boolean isFinished(Folder folder) { return folders.contains(folder.name()); }

    /** Grows whenever something was done that need not be done again. */
    long steps() { return folders.size() + kept + placed + there + changed + removed; }

    /** For the log: no names of what is private. */
    String progress() { return folders.size() + " mailboxes read, " + kept + " messages kept, " + (placed + there + earlier) + " were there"; }

    Moved result() { return new Moved(folders.size(), mailboxes, kept, placed, there, earlier, changed, removed, refusals, refused); }
}
