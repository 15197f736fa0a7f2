package sigillo.policy;

import sigillo.base.Domain;

/** The MTA-STS policies of other domains. Any thread; may block for some seconds. */
public interface Policies {
    Known of(Domain domain);

    /** Asks nobody. */
    Policies NONE = _ -> new Known.None("MTA-STS is not asked for");
}
