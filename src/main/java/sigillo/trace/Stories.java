package sigillo.trace;

import java.util.List;
import java.util.Optional;
import sigillo.base.Address;

/** Reads stories, also those that are not on the disk yet. For the operator; any thread may call, and waits. */
public interface Stories {

    Optional<Story> of(TraceId trace);

    /**
     * The stories that concern an address, the one with the newest step first: at most {@code max} of them (1 to 100)
     * of those before {@code after}, which is a page's {@link Page#next}; empty for the first page. A text that is no
     * such place gives an empty page.
     */
    Page about(Address address, Optional<String> after, int max);

    /** Whether what a step shows, an address or what stands for one, is this address. */
    boolean isOf(String shown, Address address);

    /** {@code next} is empty when there is no more. */
    record Page(List<Story> stories, Optional<String> next) {
        public Page {
            stories = List.copyOf(stories);
        }
    }
}
