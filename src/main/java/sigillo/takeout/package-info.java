/** Mail that its owner carries away with his browser, or brings: {@link sigillo.takeout.TakeoutDoor}. */
package sigillo.takeout;
