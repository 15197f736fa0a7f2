package sigillo.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Medians, ratios and verdicts of a run, and where they are put. */
class TableTest {
    private static final Row SPEED = Row.of("small", "a second", new Mark.RatioAtLeast(5));
    private static final Row COST = Row.of("small", "s of CPU", new Mark.RatioAtMost(0.25));
    private static final Row MEMORY = Row.of("memory", "MB", new Mark.AtMost(200));

    private static Table.Found found(double... values) { return new Table.Found(Figures.of(values), false); }

    @Test void aMedianIsTheMiddleOrTheMeanOfBoth() {
        assertEquals(3, Figures.of(9, 1, 3).median());
        assertEquals(2.5, Figures.of(9, 1, 3, 2).median());
        assertThrows(IllegalArgumentException.class, () -> Figures.of());
    }

    @Test void figuresAreShort() {
        assertEquals("1,234 (999 to 1,300)", Figures.of(1_300, 999.4, 1_234.4).toString());
        assertEquals("12.3", Figures.of(12.34).toString());
        assertEquals("1.25 (0.012 to 2.00)", Figures.of(0.0121, 2, 1.25).toString());
    }

    @Test void ratiosAreOfMediansAndMarksAreJudgedByThem() {
        var table = new Table(List.of("ours", "theirs"));
        table.put(SPEED, "ours", found(1_000, 1_500, 1_600));
        table.put(SPEED, "theirs", new Table.Found(Figures.of(300, 310, 290), true));
        table.put(COST, "ours", found(1.5));
        table.put(COST, "theirs", found(5));
        table.put(MEMORY, "ours", found(180, 201, 190));
        table.put(MEMORY, "theirs", found(380));
        assertEquals(Optional.of(5.0), table.ratio(SPEED));
        assertEquals("""
            | | ours | theirs | ours to theirs | mark |
            |---|---|---|---|---|
            | small, a second | 1,500 (1,000 to 1,600) | 300 (290 to 310) (noisy) | 5.00 | at least 5.00 times: met |
            | small, s of CPU | 1.50 | 5.00 | 0.300 | at most 0.250 times: **missed** |
            | memory, MB | 190 (180 to 201) | 380 | 0.500 | at most 200: met |
            """, table.markdown());
    }

    /** What is not compared is neither met nor missed, unless the mark needs no others. */
    @Test void aloneOnlyWhatNeedsNoOthersIsJudged() {
        var table = new Table(List.of("ours"));
        table.put(SPEED, "ours", found(1_500));
        table.put(MEMORY, "ours", found(201));
        assertEquals("""
            | | ours | ours to theirs | mark |
            |---|---|---|---|
            | small, a second | 1,500 |  | at least 5.00 times |
            | memory, MB | 201 |  | at most 200: **missed** |
            """, table.markdown());
    }

    @Test void theNewestReportComesFirstUnderItsHeading() throws IOException {
        var page = "# Measurements\n\n## By `./bench`\n\nWhat it is.\n\n### older\n\nx\n\n## Others\n\n### not here\n";
        assertEquals("# Measurements\n\n## By `./bench`\n\nWhat it is.\n\n### newer\n\n| a |\n\n### older\n\nx\n\n## Others\n\n### not here\n",
            Report.into(page, "### newer\n\n| a |\n"));
        assertEquals("## By `./bench`\n\nWhat it is.\n\n### newer\n\n## Others\n", Report.into("## By `./bench`\n\nWhat it is.\n\n## Others\n", "### newer\n"));
        assertThrows(IOException.class, () -> Report.into("# Measurements\n", "### newer\n"));
    }

    /** 10 seconds of which the machine computed 8, we and the contenders 5: others 3 of the 10 that each core has. */
    @Test void othersTookWhatNobodyKnownTook() {
        var before = new Round.Use(0, 100, 40);
        assertEquals(3.0 / 10 / Machine.cores(), new Round.Use(10_000_000_000L, 108, 45).foreignSince(before), 1e-9);
        assertEquals(0, new Round.Use(20_000_000L, 100.08, 40).foreignSince(before), "less than the kernel can tell");
    }

    /** A process's name may hold blanks and brackets; its children that ended count, others' time does not. */
    @Test void whatTheKernelSaysIsReadRight() {
        assertEquals(1_111, ProcessTree.ticks("42 (a) b) S 1 42 42 0 -1 4194560 11 22 33 44 1000 100 10 1 20 0 1 0 5 6 7\n"));
        assertEquals(0, ProcessTree.ticks(""));
        assertEquals(31_000, ProcessTree.kib("Rss:               99000 kB\nPss:               31000 kB\nPss_Anon: 5 kB\n", "Pss:"));
        assertEquals(1.81, Machine.busySeconds("cpu  100 20 30 9000 8000 10 20 1 777 888"), 1e-9);
    }
}
