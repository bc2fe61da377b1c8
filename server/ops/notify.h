/* Tells systemd how the service is; does nothing when it was not started by systemd or built without libsystemd. */
#ifndef IBAR_OPS_NOTIFY_H
#define IBAR_OPS_NOTIFY_H

void notify_ready(void);
void notify_stopping(void);

#endif
