package sigillo.main.config;

import sigillo.learning.LearningSettings;

/** What is learnt of what owners do with their mail. */
final class DeclaredLearning {
    private DeclaredLearning() {}

    static LearningSettings settings(Section top) {
        var here = top.section("learning", "What the filter learns from moves to Junk and out of it (docs/filter.md).");
        boolean isOn = here.flag("enabled", true, "For each account from its own mail, which counts for that account alone.");
        boolean isShared = here.flag("shared", true,
            "What three accounts or more have learnt alike counts a little for all, above all where nothing was learnt yet.");
        here.end();
        return new LearningSettings(isOn, isShared);
    }
}
