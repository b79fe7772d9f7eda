//! A value that is made when it is first looked at: most builds never look at most texts.

use std::fmt;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

/// A value, made once; clones share it.
pub struct Later<T>(Arc<Inner<T>>);

struct Inner<T> {
    value: OnceLock<T>,
    make: Box<dyn Fn() -> T + Send + Sync>,
}

impl<T> Later<T> {
    /// What `make` gives, once it is asked for.
    pub fn new(make: impl Fn() -> T + Send + Sync + 'static) -> Self {
        Self(Arc::new(Inner {
            value: OnceLock::new(),
            make: Box::new(make),
        }))
    }

    /// The value to be changed, if it is made and nobody shares it.
    pub fn get_mut(&mut self) -> Option<&mut T> {
        Arc::get_mut(&mut self.0)?.value.get_mut()
    }
}

impl<T: Default + 'static> From<T> for Later<T> {
    fn from(value: T) -> Self {
        Self(Arc::new(Inner {
            value: OnceLock::from(value),
            make: Box::new(T::default),
        }))
    }
}

impl<T> Clone for Later<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> Deref for Later<T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.0.value.get_or_init(&self.0.make)
    }
}

impl<T: Default + 'static> Default for Later<T> {
    fn default() -> Self {
        Self::new(T::default)
    }
}

impl<T: fmt::Debug> fmt::Debug for Later<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.value.fmt(f)
    }
}

impl<T: PartialEq> PartialEq for Later<T> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl<T: Eq> Eq for Later<T> {}
