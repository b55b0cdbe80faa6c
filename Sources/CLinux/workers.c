// Keeps libdispatch's watch over its worker threads out of the program; decision 0026 says why.
//
// libdispatch calls these two for each thread that begins or ends to serve a queue. Its own versions start a timer that wakes
// the process once a second for ever. They are alone in one member of the static library, which is not linked in where both
// are defined already. In a program that is linked with the shared library nobody calls these.

void _dispatch_workq_worker_register(void *queue);
void _dispatch_workq_worker_unregister(void *queue);

void _dispatch_workq_worker_register(void *queue) { (void)queue; }

void _dispatch_workq_worker_unregister(void *queue) { (void)queue; }
