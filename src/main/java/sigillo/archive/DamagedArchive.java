package sigillo.archive;

import java.io.IOException;

/** A zip that cannot be read on. What came before is kept. */
public final class DamagedArchive extends IOException {
    private static final long serialVersionUID = 1;
    private final String inside;

    /** {@code inside}: the file in it at which it breaks, as the archive calls it; empty where it broke before the first. */
    DamagedArchive(String name, String inside, Exception why) {
        super(name + " is damaged" + (inside.isEmpty() ? "" : " in " + inside), why);
        this.inside = inside;
    }

    public String inside() { return inside; }
}
