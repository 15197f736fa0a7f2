package sigillo.queue;

import sigillo.base.Address;
import sigillo.smtp.ReversePath;

/**
 * Says where a recipient's mail goes. Asked when mail is put in and again at each attempt, so that a change of the
 * settings reaches what is waiting. Must be quick: no DNS, no disk.
 */
public interface Destinations {
    /** Total: every recipient has a destination, if only one that bounces. */
    Destination of(ReversePath from, Address recipient);
}
