package sigillo.main;

import java.util.List;
import sigillo.filter.Engine;
import sigillo.filter.Filter;
import sigillo.filter.Learnt;
import sigillo.filter.Wishes;
import sigillo.main.config.Config;

/** How the filter is put together: which programs are asked, what was learnt, what accounts want. */
final class Filtering {
    private Filtering() {}

    static Filter filter(Config config, Kept kept, Wishes wishes) {
        return new Filter(config.hostname(), config.filter(), engines(), Learnt.NOTHING, wishes, kept.clock());
    }

    private static List<Engine> engines() { return List.of(); }
}
