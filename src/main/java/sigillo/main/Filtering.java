package sigillo.main;

import sigillo.engines.Engines;
import sigillo.filter.Filter;
import sigillo.filter.Learnt;
import sigillo.filter.Wishes;
import sigillo.main.config.Config;

/** How the filter is put together: which programs are asked, what was learnt, what accounts want. */
final class Filtering {
    private Filtering() {}

    static Filter filter(Config config, Kept kept, Engines engines, Learnt learnt, Wishes wishes) {
        return new Filter(config.hostname(), config.filter(), engines.all(), learnt, wishes, kept.clock());
    }
}
