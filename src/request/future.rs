//! Requests as futures.

use super::driver::{self, Watch};
use super::{Failed, Request};
use crate::error::ErrorKind;
use crate::gate::Instance;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

/// Completes as [`wait`](Request::wait) does. `(&mut request).await` under a timeout or in a `select!` loses nothing: the request goes on, and can
/// be awaited or waited for again.
impl<T> Future for Request<T> {
    type Output = Result<T, Failed<T>>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<T, Failed<T>>> {
        let this = self.get_mut();
        let instance = this.core_mut().instance;
        if let Some(watch) = this.core_mut().watch() {
            if instance.is_open() && watch.is_waiting(instance, context.waker()) {
                return pending(instance, context);
            }
        }
        match this.test() {
            Ok(Some(value)) => return Poll::Ready(Ok(value)),
            Ok(None) => {}
            // Another thread has its turn: not an error of this one, which only looked.
            Err(failed) if failed.kind() == ErrorKind::WrongThread && instance.takes_turns() => {}
            Err(failed) => return Poll::Ready(Err(failed)),
        }
        let core = this.core_mut();
        if core.watch().is_none() {
            core.set_watch(Watch::new(instance, core.request, context.waker()));
        }
        pending(instance, context)
    }
}

/// `Pending`. In a process of one thread nobody else wakes the task.
pub(super) fn pending<T>(instance: &Instance, context: &Context<'_>) -> Poll<T> {
    if instance.is_single() && !driver::is_blocking() {
        context.waker().wake_by_ref();
    }
    Poll::Pending
}
