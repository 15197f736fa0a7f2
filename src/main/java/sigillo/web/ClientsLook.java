package sigillo.web;

import java.util.List;
import java.util.Optional;
import sigillo.base.Domain;
import sigillo.clients.ClientPlay.Played;

/** Mail programs, played against this server for a domain of ours. Any thread. */
@FunctionalInterface
public interface ClientsLook {
    /** What was found last, not older than some seconds where somebody looks; empty while the first look is under way. Returns at once. */
    Optional<List<Played>> latest(Domain domain);
}
