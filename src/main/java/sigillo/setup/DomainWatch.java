package sigillo.setup;

import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import sigillo.base.Alarms;
import sigillo.base.Domain;
import sigillo.zone.DmarcSteps;
import sigillo.zone.Finding;
import sigillo.zone.Purpose;

/**
 * Looks at all domains of ours again and again: an alarm stands while DNS does not show what mail needs, after two looks
 * that found it so; what DNS could not say is no reason. One thread.
 */
public final class DomainWatch {
    private static final int LOOKS_UNTIL_ALARM = 2;

    private final Function<Domain, List<Finding>> look;
    private final StepRows steps;
    private final Alarms alarms;
    private final InstantSource clock;
    private final Map<Domain, Integer> amiss = new HashMap<>();
    private final Set<Domain> known = new HashSet<>();

    /** {@code look}: a fresh one at each call. */
    public DomainWatch(Function<Domain, List<Finding>> look, StepRows steps, Alarms alarms, InstantSource clock) {
        this.look = look;
        this.steps = steps;
        this.alarms = alarms;
        this.clock = clock;
    }

    /** {@code domains}: all of ours; of others nothing is remembered. Throws {@link sigillo.store.StoreException}. */
    public void look(Collection<Domain> domains) {
        for (var gone : known.stream().filter(domain -> !domains.contains(domain)).toList()) forget(gone);
        for (var domain : domains) {
            known.add(domain);
            var findings = look.apply(domain);
            note(domain, findings);
            tell(domain, DomainLook.amiss(findings).stream().filter(one -> one.fault() != Finding.Fault.UNKNOWN).toList());
        }
    }

    private void forget(Domain gone) {
        known.remove(gone);
        amiss.remove(gone);
        alarms.clear(alarm(gone));
        steps.forget(gone);
    }

    /** What DNS shows of the DMARC policy, whether or not it is what there should be. */
    private void note(Domain domain, List<Finding> findings) {
        for (var one : DomainLook.of(findings, Purpose.DMARC)) {
            switch (one.fault()) {
                case NONE, OTHER -> one.seen().stream().findFirst().ifPresent(text -> steps.shown(domain, DmarcSteps.step(text), clock.instant()));
                case MISSING -> steps.forget(domain);
                case SEVERAL, CUT, MANGLED, IMPLICIT, BEHIND_OTHERS, DIVIDED, UNKNOWN -> { }
            }
        }
    }

    private static String alarm(Domain domain) { return "dns of " + domain.name(); }

    private void tell(Domain domain, List<Finding> wrong) {
        if (wrong.isEmpty()) {
            amiss.remove(domain);
            alarms.clear(alarm(domain));
            return;
        }
        if (amiss.merge(domain, 1, Integer::sum) < LOOKS_UNTIL_ALARM) return;
        var what = wrong.stream().map(one -> one.wanted().purpose().name()).distinct().collect(Collectors.joining(", "));
        alarms.raise(alarm(domain), "DNS does not show what mail of " + domain.display() + " needs: " + what
            + ". sigillo dns check " + domain.name() + " says what is wrong, and what to do.",
            "Il DNS non mostra ciò che serve alla posta di " + domain.display() + ": " + what
            + ". sigillo dns check " + domain.name() + " dice che cosa non va, e che cosa fare.");
    }
}
