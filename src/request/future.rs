//! Requests as futures.

use super::driver::{Standing, Watch, nobody_wakes};
use super::{Failed, Request};
use crate::error::ErrorKind;
use crate::gate::Instance;
use oxmpi_sys as ffi;
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
        let mut looked = false;
        if let (Some(watch), true) = (this.core_mut().watch(), instance.admits_this_thread()) {
            match watch.standing(instance, context.waker()) {
                Standing::Waiting => return pending(instance, context),
                standing => looked = standing == Standing::Look,
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
        match core.watch() {
            Some(watch) => watch.look_later(instance, context.waker()),
            None => {
                let again = looked && core.request == ffi::MPI_REQUEST_NULL;
                core.set_watch(Watch::new(instance, core.request, context.waker(), again));
            }
        }
        pending(instance, context)
    }
}

/// `Pending`. In a process of one thread the task wakes itself.
pub(super) fn pending<T>(instance: &Instance, context: &Context<'_>) -> Poll<T> {
    if nobody_wakes(instance) {
        context.waker().wake_by_ref();
    }
    Poll::Pending
}
