package sigillo.milterd;

import sigillo.smtp.Envelope;
import sigillo.smtp.Origin;

/**
 * Of a message, all but its octets. {@code isMarking}: the other side lets us change the header. {@code
 * space}: what we write between the colon of a field and its value; empty where the other side does.
 */
record Asked(Origin origin, Envelope envelope, boolean isMarking, String space) {}
