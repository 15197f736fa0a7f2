package sigillo.main.mail;

import java.time.InstantSource;
import java.util.Optional;
import sigillo.base.Octets;
import sigillo.filter.Filter;
import sigillo.filter.Judgement;
import sigillo.lists.Moderation;
import sigillo.message.Header;

/** Posts to lists are spam by this server's own line: a list has no account whose line it would be. */
public record PostJudge(Filter filter, InstantSource clock) implements Moderation.Judges {
    @Override public Optional<String> suspicion(Header header, Octets message) {
        return filter.travelled(header, message, clock.instant()).map(filter::judge).flatMap(Judgement::suspicion);
    }
}
